-- SPDX-License-Identifier: Apache-2.0
-- A lending library: the sample data of `ndoto demo`. Written by tools/make_sample; not real people.
DROP TABLE IF EXISTS authors, books, copies, members, loans, climate;

CREATE TABLE authors (
    author_id integer PRIMARY KEY,
    name      text NOT NULL,
    country   char(2) NOT NULL,
    born      date
);

CREATE TABLE books (
    book_id   bigint PRIMARY KEY,
    author_id integer NOT NULL,
    title     text NOT NULL,
    kind      varchar(12) NOT NULL DEFAULT 'novel',
    year      smallint NOT NULL,
    pages     integer,
    price     numeric(8,2) NOT NULL,
    rating    real,
    in_print  boolean NOT NULL DEFAULT true,
    isbn      varchar(17)
);
CREATE INDEX books_author ON books (author_id);
CREATE INDEX books_kind_year ON books (kind, year);

CREATE TABLE copies (
    copy_id uuid PRIMARY KEY,
    book_id bigint NOT NULL,
    shelf   varchar(8) NOT NULL,
    bought  date NOT NULL,
    tag     bytea
);
CREATE INDEX copies_book ON copies (book_id);

CREATE TABLE members (
    member_id integer PRIMARY KEY,
    name      text NOT NULL,
    email     varchar(80),
    joined    timestamp NOT NULL,
    balance   numeric(10,2) NOT NULL DEFAULT 0,
    active    boolean NOT NULL DEFAULT true
);
CREATE INDEX members_email ON members (email);

-- No primary key: rows get a hidden id.
CREATE TABLE loans (
    member_id integer NOT NULL,
    copy_id   uuid NOT NULL,
    lent      timestamptz NOT NULL,
    due       date NOT NULL,
    returned  timestamptz,
    fee       numeric(6,2)
);
CREATE INDEX loans_member ON loans (member_id);
CREATE INDEX loans_due ON loans (due);

CREATE TABLE climate (
    at       timestamp NOT NULL,
    room     text NOT NULL,
    celsius  double precision NOT NULL,
    humidity real,
    lux      smallint
);

COPY authors (author_id, name, country, born) FROM STDIN;
1	Élodie Müller	JP	1969-02-11
2	Omari Okonkwo	JP	1886-04-06
3	Neema Odhiambo	TZ	\N
4	Tatu Salim	FR	1886-12-24
5	Fatou Nyerere	IS	1988-02-05
6	Daudi Kowalska	IS	1896-01-18
7	Fatou Hassan	TZ	\N
8	Máté Kamau	BR	1921-03-14
9	Esther Kariuki	TZ	1904-10-05
10	Salma Kariuki	BR	1890-11-14
11	David Sørensen	JP	1929-03-09
12	Máté Kowalska	NG	\N
13	Quirin Nyerere	NG	1979-12-12
14	Quirin Kimani	JP	1940-04-16
15	Anna Abdalla	BR	1943-10-25
16	Anna Salim	KE	1899-03-20
17	David Juma	DE	1950-09-26
18	Grace Salim	KE	1988-03-15
19	Zuberi Hassan	NG	1956-03-28
20	Faraji Tanaka	FR	\N
21	Björn Msangi	DE	1967-11-11
22	Faraji Okonkwo	FR	1921-07-28
23	David Juma	TZ	1971-12-08
24	Yusuf Kamau	KE	1889-04-11
25	Ivo Kimani	FR	1891-10-07
26	Neema Müller	IS	1886-04-08
27	Upendo Müller	NG	1903-07-16
28	Khadija Otieno	FR	1932-03-08
29	Chloé Salim	KE	1929-10-27
30	Daudi Mkapa	FR	1881-03-31
31	Zuberi Mrisho	FR	1952-01-19
32	Ólafur Odhiambo	JP	1973-11-27
33	Hamisi Kowalska	BR	\N
34	Faraji Okonkwo	KE	1924-11-29
35	Máté García	DE	1886-08-08
36	Kofi Odhiambo	FR	1891-07-13
37	Rashidi Tanaka	TZ	1895-04-08
38	Juma Sørensen	FR	1934-06-01
39	Chloé García	BR	1907-09-23
40	Salma Njoroge	JP	1915-08-24
41	Ivo Abdalla	BR	1904-09-27
42	Ivo Simba	BR	1894-08-20
43	Amina Abdalla	KE	1881-05-07
44	Élodie Okonkwo	DE	1986-03-05
45	Amina Mkapa	KE	1970-04-28
46	Anna Kamau	JP	\N
47	Petra Nyerere	JP	1908-02-15
48	Wanjiru Sørensen	BR	1915-12-17
49	Omari Mwangi	KE	1901-08-07
50	Petra Ali	IS	1892-09-21
51	David Nyerere	JP	1988-06-05
52	Omari Nyerere	KE	1900-08-25
53	Yusuf Salim	NG	1904-05-10
54	Ólafur Okonkwo	IS	1975-03-24
55	Hamisi Sørensen	DE	1984-10-03
56	Neema Kowalska	KE	1942-04-08
57	Omari Müller	DE	1898-03-23
58	Wanjiru Müller	NG	1919-11-01
59	Máté Sørensen	KE	1960-06-16
60	Ivo Hassan	NG	\N
61	Esther Mrisho	DE	\N
62	Ivo Okonkwo	IS	1921-08-20
63	Ólafur García	IS	\N
64	Pendo Abdalla	FR	1901-07-22
65	Wanjiru Sørensen	BR	1942-01-22
66	Kofi Salim	JP	1942-09-20
67	Imani Nováková	IS	1904-01-16
68	Hanna Kariuki	KE	1884-04-01
69	Noor García	DE	\N
70	Fatou Mwangi	BR	1935-04-02
71	Daudi Achieng	TZ	1940-11-13
72	Rashidi Müller	IS	1941-11-12
73	Mosi Msangi	IS	1892-11-14
74	Fatou Ali	NG	1883-07-07
75	Imani Tanaka	JP	1916-08-22
76	Noor Kowalska	KE	1900-01-11
77	David Njoroge	FR	1946-08-19
78	Rashidi Müller	JP	1988-01-22
79	Jürgen Njoroge	NG	1944-06-14
80	Wanjiru Abdalla	FR	1943-07-25
\.

COPY books (book_id, author_id, title, kind, year, pages, price, rating, in_print, isbn) FROM STDIN;
1001	32	The Baobab-Maker's Bridge	science	1936	937	57.96	3.6	t	\N
1002	27	A Burning, Early River	cooking	2012	1112	33.09	3.2	f	978-9-0428-1170-3
1003	18	The Clock-Maker's Desert	maths	1967	152	63.74	4.7	f	\N
1004	26	The Harbour-Maker's Border	poetry	1985	353	73.58	3.5	t	978-9-2942-0684-2
1005	69	Mirror of the Mirror	poetry	1989	863	6.40	4.4	t	\N
1006	59	The Burning Dream	children	1966	686	27.16	2.8	f	978-3-7430-5118-5
1007	11	Moon of the Compass	history	1973	1085	84.61	4.5	t	978-5-1493-6532-2
1008	65	A Last, Distant Desert	children	1980	1158	71.10	2.2	t	978-6-3639-7005-7
1009	59	River of the Tide	poetry	1917	668	18.06	2.2	t	978-8-8270-5949-0
1010	54	Tide and Compass	novel	1915	657	37.79	2.4	t	978-3-4380-7513-5
1011	74	Border of the Railway	travel	1964	\N	25.28	2.8	f	\N
1012	32	An Ordinary, Careful Monsoon	maths	1991	\N	20.86	5.0	t	\N
1013	52	Desert of the Orchard	travel	1934	434	7.63	4.1	t	978-4-3287-6532-4
1014	76	River and Mountain	novel	1993	379	65.98	2.9	f	978-7-3911-4725-5
1015	58	Compass of the Monsoon	science	1959	816	10.75	4.7	f	\N
1016	41	Tide of the Dream	maths	2007	358	8.41	1.2	t	978-1-9355-1198-9
1017	53	A Crooked, Borrowed Dream	children	1961	425	38.26	\N	t	\N
1018	33	A Small, Hollow Island	cooking	1950	494	45.68	1.9	f	\N
1019	21	The Early Bridge	science	1950	664	9.76	2.9	f	978-8-6910-7343-7
1020	58	The Monsoon-Maker's Winter	novel	1912	196	60.94	4.0	f	978-2-5912-7188-6
1021	80	The Lantern-Maker's Letter	travel	2013	1051	23.60	5.0	t	978-2-8138-5966-1
1022	70	River and Theorem	travel	2001	751	59.22	3.4	t	978-9-2643-0928-5
1023	35	The Letter-Maker's Border	children	1935	987	60.91	2.7	f	978-9-8568-3035-7
1024	40	The Forgotten Compass	poetry	2023	1061	46.03	3.8	f	978-7-0504-3138-6
1025	36	The Library-Maker's Orchard	poetry	1931	617	42.26	1.1	t	978-4-6477-1126-8
1026	36	Harbour of the Anthill	science	1973	1188	79.73	4.9	f	\N
1027	43	The Mountain-Maker's Compass	history	1965	538	79.87	1.8	f	978-2-7113-3592-3
1028	13	Desert and Orchard	maths	1961	614	39.25	2.6	f	\N
1029	37	The Golden Machine	children	1940	\N	67.62	\N	f	978-5-5497-6299-8
1030	41	The Border-Maker's Sail	science	1914	60	65.25	3.2	t	978-6-1310-2930-9
1031	59	An Unfinished, Northern Railway	novel	1933	166	40.52	1.0	t	978-2-9098-5052-7
1032	19	A Blue, Silent Tide	children	2006	68	4.45	4.9	t	978-2-4507-7995-8
1033	9	Letter and Winter	novel	1982	652	34.21	\N	t	\N
1034	15	Moon and Winter	maths	2020	1119	51.19	1.6	t	978-3-9462-5146-0
1035	57	Orchard and Harbour	cooking	1928	564	83.06	2.3	f	978-7-2856-1733-1
1036	58	The Northern Market	cooking	2010	763	17.09	4.7	t	978-5-9879-8858-3
1037	48	Orchard and Machine	cooking	2022	816	8.45	2.6	t	978-4-0899-8958-9
1038	75	Lantern of the Moon	history	1963	870	83.61	\N	t	\N
1039	42	Market of the Library	novel	1996	1015	13.66	2.3	t	978-3-7932-7396-7
1040	50	Bridge of the Desert	cooking	1961	893	58.03	4.2	f	978-0-3000-3496-1
1041	39	The Hidden Sail	cooking	1944	539	5.25	\N	t	978-4-1152-0615-2
1042	39	The River-Maker's Letter	poetry	2012	460	21.05	4.5	t	978-8-7804-4677-1
1043	26	Dream and Theorem	maths	1987	384	88.95	\N	t	978-6-1161-7206-5
1044	29	Border of the Letter	children	1976	849	70.24	4.6	t	978-6-4380-8767-9
1045	42	Anthill of the Orchard	maths	1977	978	52.54	1.3	t	978-0-9579-3469-1
1046	5	A Blue, Hollow Island	science	1929	577	6.92	1.2	f	978-0-6584-5878-4
1047	67	Dream and Moon	poetry	1976	904	42.66	\N	t	\N
1048	18	The Archive-Maker's Clock	poetry	2017	456	85.47	1.4	t	978-5-6639-5396-9
1049	73	The Railway-Maker's Theorem	cooking	1961	484	45.60	1.6	t	\N
1050	79	Harbour of the Dream	children	2017	704	79.99	2.1	t	978-6-2169-2571-5
1051	45	The Anthill-Maker's Island	maths	1948	853	69.76	1.5	t	978-3-7403-1080-3
1052	2	The Ordinary Border	science	2015	709	25.41	3.7	t	978-4-6667-1366-0
1053	48	A Northern, Hidden Library	cooking	1901	1159	76.82	4.3	t	978-3-8727-1850-0
1054	64	The Unfinished Letter	science	1927	1155	15.97	3.2	f	\N
1055	46	Moon and Railway	cooking	2000	138	76.29	2.5	t	\N
1056	1	The Mirror-Maker's Machine	maths	1999	216	28.08	4.5	t	\N
1057	73	Anthill and Sail	travel	1976	192	33.66	4.1	t	978-8-0487-2407-5
1058	80	The Island-Maker's Monsoon	cooking	1997	193	13.86	4.3	t	978-1-5400-2898-2
1059	28	Library of the Railway	children	1979	726	27.74	1.1	t	978-1-9827-2603-5
1060	19	Clock and Border	maths	2013	137	6.45	2.8	t	978-8-8360-7165-6
1061	72	The Market-Maker's Lighthouse	history	1926	67	17.26	1.9	f	\N
1062	22	Library and Mirror	travel	1951	891	64.80	1.1	f	\N
1063	47	The Borrowed Theorem	history	1969	986	87.85	\N	t	978-5-4077-1338-1
1064	30	The Railway-Maker's Mountain	maths	1958	681	18.32	1.4	t	978-9-0444-2734-8
1065	8	Clock and Dream	children	2011	1139	77.75	2.9	t	978-8-4685-8418-8
1066	53	The Clock-Maker's Baobab	history	1986	\N	81.12	\N	t	978-7-0465-0284-3
1067	28	Clock of the Machine	maths	1903	196	35.69	3.4	t	\N
1068	59	A Patient, Stubborn Archive	travel	1921	1194	28.74	\N	t	\N
1069	23	A Blue, Second Monsoon	poetry	1955	818	32.58	4.2	t	978-6-8195-3236-4
1070	37	Garden of the Kitchen	maths	1940	1054	60.50	1.4	f	\N
1071	78	A Burning, Northern Winter	novel	1933	1021	26.74	2.0	f	\N
1072	15	The Monsoon-Maker's Archive	novel	2002	101	57.73	\N	t	978-7-5582-6364-1
1073	48	The Desert-Maker's Machine	travel	1936	1009	32.95	2.8	t	978-2-3472-4491-6
1074	58	A Burning, Careful Border	history	1945	780	15.55	\N	f	\N
1075	27	Monsoon of the Monsoon	science	1966	991	13.31	3.6	f	978-2-8956-2093-8
1076	53	Border and Railway	science	1990	523	3.60	\N	t	978-0-0010-3426-1
1077	7	Compass and Harbour	science	2005	656	43.83	2.2	t	978-5-5760-0041-1
1078	52	A Forgotten, Patient Letter	novel	1932	1070	12.74	3.5	t	978-4-2261-4175-4
1079	37	The Theorem-Maker's Tide	science	1904	50	22.54	3.5	f	978-3-2048-9901-8
1080	33	The Last Clock	travel	1971	593	45.80	3.6	t	978-1-3866-5575-6
1081	47	The Golden Desert	novel	1943	352	5.59	3.7	f	978-5-0293-8970-4
1082	76	The Forgotten Harbour	maths	1962	950	9.60	3.1	t	\N
1083	11	The Letter-Maker's Harbour	children	1944	825	13.92	1.2	t	\N
1084	17	The Second Kitchen	history	1917	742	79.67	4.2	t	978-1-0106-0273-4
1085	27	The Market-Maker's Theorem	maths	2023	575	27.60	2.6	f	978-6-5922-5470-4
1086	79	An Ordinary, Last Clock	history	2008	566	89.65	4.5	t	978-5-5419-8581-1
1087	5	The Patient Anthill	science	1909	427	38.17	2.9	f	978-8-0769-4927-8
1088	65	The Burning Lantern	travel	1923	94	80.21	4.9	t	978-2-5887-8957-8
1089	22	A Blue, Crooked Lighthouse	novel	1997	211	87.77	3.2	t	978-2-9099-3047-7
1090	29	The Mountain-Maker's Lantern	travel	1975	434	83.99	4.0	f	978-9-2781-2923-8
1091	11	A Burning, Stubborn Lighthouse	history	1928	906	55.72	1.9	t	978-1-2386-5156-6
1092	25	Tide of the Kitchen	maths	1901	897	41.74	1.7	t	978-9-4914-3915-0
1093	64	Moon of the Library	novel	1932	921	69.24	3.0	t	\N
1094	29	The Forgotten Lighthouse	maths	1999	1058	57.76	2.1	t	978-5-9898-9920-7
1095	1	Clock and River	science	2013	552	8.81	1.7	t	978-8-4312-1466-2
1096	1	A Northern, Ordinary Sail	history	1954	80	9.37	2.1	t	978-9-2367-6141-5
1097	47	Clock of the Harbour	travel	1985	835	24.44	3.2	t	978-0-0646-2603-0
1098	23	The Small Mountain	novel	1944	1002	60.31	2.1	f	978-8-4310-7799-6
1099	41	A Distant, Blue Moon	children	1949	879	5.24	4.9	t	978-4-8716-4920-8
1100	33	A Small, Patient Island	children	1953	488	40.03	2.6	t	978-6-8799-8216-7
1101	41	The Railway-Maker's Monsoon	history	1999	875	58.14	2.5	f	978-8-6283-2269-7
1102	62	The River-Maker's Tide	novel	1943	\N	53.05	3.8	f	978-5-4933-2145-3
1103	79	A Careful, Ordinary Orchard	children	1960	1123	77.73	2.2	f	978-4-3334-3467-6
1104	12	Desert and Bridge	maths	1948	1101	55.50	3.5	t	978-6-0353-1638-1
1105	34	A Forgotten, Second Winter	travel	2024	350	70.40	3.8	t	978-2-3187-7566-7
1106	75	The Moon-Maker's Compass	history	1960	721	79.50	3.7	t	978-5-1714-3256-6
1107	27	Lighthouse of the Bridge	maths	2015	1122	13.48	3.1	t	978-5-7428-5073-9
1108	37	Harbour and Kitchen	history	2015	688	82.98	1.7	t	978-7-9069-7307-1
1109	1	River of the Orchard	science	2011	370	21.84	3.5	t	978-6-6116-1105-2
1110	51	A Small, Patient Bridge	novel	1984	1142	63.04	3.4	f	978-2-9508-3172-3
1111	48	The Stubborn Moon	poetry	1965	969	22.19	1.2	f	978-5-2879-8381-8
1112	26	Border and Lantern	novel	1932	574	34.01	3.1	t	\N
1113	17	Border of the Baobab	science	2007	1174	22.84	4.7	f	978-4-9115-2528-7
1114	41	Border of the Island	travel	1923	530	8.08	3.4	t	978-5-4127-6812-8
1115	40	A Second, Small Baobab	poetry	1967	649	19.97	\N	t	\N
1116	34	Anthill of the Harbour	cooking	1925	1131	29.56	\N	f	978-7-4977-1218-5
1117	79	Mountain and River	science	1920	427	49.61	4.2	t	978-6-2312-3863-6
1118	39	Library and Lighthouse	poetry	1972	1039	42.76	2.6	t	978-6-2801-7595-6
1119	49	The Lantern-Maker's Letter	novel	1907	332	69.90	2.4	t	\N
1120	6	The Hollow Archive	history	1911	1017	23.18	3.7	t	978-1-1505-0807-1
1121	7	Moon of the Desert	cooking	1914	697	83.49	1.2	t	978-2-2997-4637-6
1122	59	The Crooked Library	science	1977	519	78.62	2.4	f	978-9-9482-9876-6
1123	78	Harbour of the Mountain	children	1982	778	40.00	4.1	t	978-0-0474-8953-6
1124	5	Clock and Compass	maths	1952	920	70.26	2.2	f	978-3-4602-2145-2
1125	73	The Letter-Maker's Machine	novel	1993	726	26.60	1.0	f	978-4-9108-9327-6
1126	54	The Last River	poetry	1984	975	44.74	1.1	f	978-1-5120-6351-5
1127	53	The Monsoon-Maker's Clock	science	1971	192	4.07	\N	f	978-8-2202-5789-5
1128	61	A Patient, Borrowed Dream	poetry	1954	545	55.81	\N	t	978-5-8556-8448-9
1129	60	Compass of the Mountain	travel	1992	934	87.71	4.9	t	\N
1130	36	The Garden-Maker's Archive	science	1962	414	43.83	4.9	t	978-8-1180-8835-6
1131	72	Tide and Compass	cooking	1924	786	35.59	3.1	t	978-7-8043-4580-5
1132	53	An Early, Unfinished Letter	poetry	1934	412	38.54	\N	t	978-7-1159-4908-7
1133	59	The Crooked Lighthouse	travel	1905	1066	75.73	3.4	t	\N
1134	54	A Golden, Patient Winter	maths	1925	135	58.34	2.9	t	\N
1135	61	Baobab and Market	maths	1924	311	49.22	2.6	t	\N
1136	21	The Moon-Maker's Baobab	travel	1961	731	20.50	1.1	t	978-9-6840-1240-4
1137	69	A Golden, Hidden Island	poetry	1976	690	60.46	1.8	f	978-8-0822-0890-4
1138	57	Baobab of the Tide	maths	1962	893	83.17	\N	t	978-7-8099-0605-8
1139	41	Theorem of the Theorem	maths	2005	773	42.60	\N	t	978-9-1139-3880-2
1140	52	Desert of the Kitchen	cooking	1985	324	72.58	4.4	t	978-3-3142-6987-9
1141	10	Mountain of the Archive	novel	2012	734	57.71	\N	t	978-9-3770-8362-1
1142	60	Dream of the Library	maths	1942	1009	13.23	2.7	f	\N
1143	46	The Hidden Monsoon	maths	1981	98	82.48	4.7	f	978-4-2270-5521-8
1144	5	Railway of the Letter	novel	1996	33	68.30	1.3	t	978-6-4287-2091-7
1145	33	The Small Garden	travel	1958	984	80.07	2.2	t	978-6-7323-4124-2
1146	61	Sail and Market	cooking	1912	282	23.84	\N	t	978-0-4491-1563-1
1147	26	Desert of the Theorem	children	1992	475	89.86	1.0	f	\N
1148	61	Bridge and Lantern	cooking	1937	437	85.32	2.4	t	978-0-9269-7211-9
1149	33	A Borrowed, Forgotten Baobab	children	1932	1054	57.85	4.7	t	978-1-1743-9690-1
1150	49	Archive and Bridge	novel	2002	132	31.24	4.2	t	\N
1151	76	The Northern Mirror	science	1939	1198	12.28	4.8	t	978-1-5593-5456-7
1152	62	The Last Library	history	1917	\N	39.24	\N	f	978-7-4474-3269-6
1153	43	A Borrowed, Small Lantern	history	2022	\N	77.26	\N	t	\N
1154	4	A Golden, Careful Desert	science	1921	379	39.35	1.3	t	978-9-0743-8078-7
1155	8	The Compass-Maker's Letter	travel	1909	1079	38.19	4.5	t	\N
1156	28	River of the Archive	poetry	1901	452	56.41	2.5	f	978-4-2089-5082-1
1157	35	A Patient, Small Anthill	travel	1942	\N	71.35	3.6	t	978-8-0021-2319-3
1158	11	The Last Border	travel	1983	288	85.60	4.3	t	\N
1159	67	Border and Mountain	children	1917	1114	70.33	\N	t	978-2-2668-8940-5
1160	2	A Small, Northern Letter	maths	1930	367	10.98	2.9	t	\N
1161	24	The Anthill-Maker's Kitchen	cooking	1983	285	45.42	3.4	t	978-5-2876-6324-5
1162	24	The Stubborn Archive	travel	1976	825	74.58	1.1	t	978-4-0616-6708-3
1163	29	The Clock-Maker's Anthill	maths	1938	867	6.92	4.5	t	978-5-6183-1134-6
1164	76	Mirror of the Compass	maths	1990	354	21.34	5.0	t	978-4-8967-9394-9
1165	77	The Patient Winter	science	1924	375	45.22	3.4	t	978-8-8245-6357-1
1166	66	A Second, Hollow Theorem	science	1969	609	14.71	4.3	t	978-1-8755-4596-4
1167	53	The Orchard-Maker's Baobab	travel	2013	656	81.73	\N	t	\N
1168	77	Theorem of the Machine	history	1985	877	58.67	1.1	t	978-9-1624-9772-2
1169	21	An Early, Patient River	travel	1905	365	86.51	2.9	t	\N
1170	5	Theorem and Dream	poetry	1969	127	65.23	3.3	t	\N
1171	46	Theorem of the Mirror	travel	1902	119	79.82	3.7	t	978-0-7207-7272-2
1172	57	The Golden Machine	novel	1932	1037	73.57	1.1	f	978-6-2341-8369-4
1173	46	A Hollow, Small Garden	novel	1906	50	46.74	3.7	t	978-5-7459-5276-3
1174	32	Tide of the Letter	cooking	1989	901	48.83	3.6	f	\N
1175	12	Anthill and Letter	cooking	1966	548	61.38	\N	f	978-7-5731-0627-8
1176	35	Clock of the Lantern	cooking	1992	1069	50.23	1.1	t	978-5-2826-6989-8
1177	7	The Distant Market	novel	1927	105	40.81	\N	f	978-9-2623-0972-8
1178	9	Border and Desert	cooking	1925	1007	71.56	4.5	t	978-7-8151-4855-0
1179	56	The Burning Baobab	poetry	1984	161	28.91	2.8	f	\N
1180	76	The Anthill-Maker's Compass	science	1911	482	59.26	2.1	t	978-1-7978-8326-2
1181	31	The Second Lighthouse	science	1964	979	50.45	1.0	f	978-5-6967-7003-7
1182	69	The Hidden Mountain	poetry	1949	565	73.99	3.6	t	\N
1183	18	A Last, Hollow Anthill	travel	2023	599	58.50	3.3	t	978-7-0919-9809-0
1184	19	Harbour and Dream	science	1935	382	41.80	1.2	t	\N
1185	19	The Dream-Maker's River	science	2000	340	63.26	\N	t	978-4-2077-3006-7
1186	37	The Unfinished Machine	travel	1911	146	38.77	1.5	t	978-8-4752-4835-1
1187	48	Mirror and Garden	novel	1930	833	45.91	1.4	f	978-4-2936-4199-8
1188	25	Compass of the Monsoon	travel	1981	644	34.86	1.7	t	\N
1189	18	The Hidden Market	science	1993	413	40.32	1.5	t	978-7-2842-4531-1
1190	8	A Forgotten, Burning Desert	children	1993	787	6.67	3.4	t	978-5-1647-2181-5
1191	42	Market of the Lantern	travel	1908	563	78.84	2.7	f	\N
1192	42	The Crooked Kitchen	history	1915	85	15.25	\N	t	\N
1193	63	Market and Bridge	maths	1942	947	45.53	3.8	t	978-9-3344-8182-2
1194	11	A Crooked, Blue Library	children	2007	1062	30.49	3.6	t	978-5-7851-8808-6
1195	30	Border of the Compass	poetry	1993	820	16.41	3.8	t	978-7-6168-0645-9
1196	20	A Hidden, Burning Desert	travel	2006	311	61.99	2.3	t	978-9-4384-2187-7
1197	63	The Hidden Lantern	history	1966	296	29.24	3.5	t	978-8-5632-8692-0
1198	54	The Early Monsoon	science	2009	743	25.08	2.5	t	978-3-1621-1988-1
1199	34	The Ordinary Lighthouse	children	1944	1151	10.22	1.7	t	978-8-6824-3389-4
1200	74	The Careful Archive	cooking	1913	876	4.96	2.5	t	978-0-8570-9516-1
1201	41	A Stubborn, Second Theorem	cooking	1939	1190	71.18	\N	t	978-2-7378-0414-8
1202	64	Kitchen and Mirror	children	1911	210	41.84	3.0	f	978-2-3267-3745-8
1203	70	Railway and Market	cooking	2025	317	70.63	3.1	t	978-4-7643-5992-7
1204	39	The Garden-Maker's Monsoon	history	1975	518	68.96	4.0	t	978-2-0236-5761-5
1205	7	Compass and Dream	cooking	1981	132	46.83	\N	f	\N
1206	45	A Hollow, Ordinary Mirror	travel	1963	257	87.79	\N	f	978-5-7992-0406-4
1207	18	Harbour of the Sail	cooking	1995	1089	37.14	\N	t	\N
1208	19	Monsoon of the Monsoon	poetry	1973	880	63.13	3.3	t	978-5-6463-1096-3
1209	14	Compass of the Railway	maths	2024	567	25.51	2.3	f	978-3-0489-0128-1
1210	30	Bridge of the Mirror	history	1927	648	35.78	1.9	t	978-8-8711-6668-1
1211	34	A Burning, Unfinished Library	travel	1990	801	57.27	2.7	f	978-8-1288-0670-9
1212	62	A Borrowed, Forgotten Island	science	1993	607	74.82	2.0	t	978-5-3385-1750-5
1213	41	The River-Maker's Dream	history	1954	914	62.78	3.4	t	978-1-6097-2224-4
1214	15	The Monsoon-Maker's Tide	science	1957	985	25.23	2.5	t	\N
1215	9	The Careful Market	cooking	1954	\N	59.34	1.8	t	\N
1216	28	The Tide-Maker's Monsoon	cooking	1998	808	56.39	1.4	t	978-8-3073-1009-0
1217	46	The Unfinished Mountain	maths	1942	159	12.43	1.6	f	978-2-4630-1750-8
1218	5	The Last Tide	maths	1970	\N	67.72	4.8	t	\N
1219	12	A Silent, Burning Archive	history	1999	828	84.49	4.4	t	\N
1220	25	The Bridge-Maker's Island	novel	1910	616	56.29	3.9	f	\N
1221	28	Dream and Archive	cooking	1974	543	13.71	\N	t	978-6-0917-4743-6
1222	13	The Northern Desert	novel	1924	463	45.19	1.1	f	\N
1223	71	The Hollow Harbour	maths	1957	666	38.38	3.9	t	978-9-2485-0320-1
1224	51	Mountain of the Bridge	poetry	2024	492	10.90	3.5	t	978-3-9579-7005-5
1225	54	The Small Desert	maths	1938	555	49.48	3.5	f	978-3-4876-7298-2
1226	43	Tide of the Mountain	children	1915	701	55.41	1.4	f	978-0-3177-5230-8
1227	51	Island of the Compass	history	2005	171	35.91	3.3	t	978-6-9816-9332-8
1228	21	Harbour of the Garden	maths	1991	\N	31.86	1.5	f	978-6-8378-1506-3
1229	3	The Sail-Maker's Moon	science	1989	\N	68.75	1.5	t	\N
1230	55	The River-Maker's Mirror	travel	1946	1019	47.54	2.1	f	\N
1231	60	The Golden Tide	travel	1991	703	56.20	\N	f	978-3-8408-2072-5
1232	7	A Northern, Forgotten Lighthouse	science	1954	670	43.07	1.1	t	978-1-2550-5989-8
1233	44	Border of the Dream	children	1986	1173	50.81	4.9	t	978-9-1099-3644-1
1234	60	The Last Harbour	children	1974	236	81.61	3.4	t	978-8-4528-9242-7
1235	5	Border and Anthill	travel	1975	452	24.97	3.5	t	978-5-1231-5888-6
1236	31	The Archive-Maker's Harbour	maths	1929	729	77.11	1.2	t	978-5-7221-1921-8
1237	50	Moon and Desert	history	1906	1000	3.34	1.8	f	978-8-9323-3626-4
1238	10	The Library-Maker's Baobab	poetry	1984	147	28.21	4.3	t	978-0-2772-7455-5
1239	45	The Monsoon-Maker's Tide	cooking	1911	70	23.89	2.7	f	\N
1240	60	Lantern of the Railway	maths	1970	1004	56.59	3.0	t	978-2-1555-2603-2
1241	5	An Ordinary, Burning Baobab	novel	1951	65	53.54	\N	t	\N
1242	29	The Archive-Maker's Mountain	children	1980	\N	51.91	2.1	t	978-9-1870-9631-9
1243	72	The Anthill-Maker's Lighthouse	maths	1924	517	89.90	1.8	t	\N
1244	53	The Silent Kitchen	maths	1991	465	58.30	2.5	f	978-0-8812-6518-6
1245	61	Anthill of the River	poetry	1907	1054	33.07	4.1	t	978-2-4383-2851-1
1246	71	Monsoon and Dream	travel	2008	1098	60.95	\N	t	978-4-1760-1770-7
1247	66	Mirror and Mirror	travel	2011	1136	17.80	\N	t	978-1-2719-7486-9
1248	48	The Machine-Maker's Lighthouse	travel	1952	1104	65.22	3.4	t	978-1-8930-5468-1
1249	27	The Machine-Maker's Anthill	science	1972	866	74.28	3.2	f	978-2-2486-2959-9
1250	38	The Stubborn Monsoon	novel	1907	206	16.20	3.4	t	978-6-3980-5119-8
1251	10	The Kitchen-Maker's Lighthouse	science	1953	69	32.52	1.3	t	978-5-8997-5170-1
1252	63	Library and Kitchen	poetry	1998	1196	84.85	3.6	t	978-1-5711-0057-9
1253	53	Archive and Lantern	children	1924	731	27.47	\N	f	\N
1254	50	The Sail-Maker's Garden	children	2006	1177	81.00	4.8	f	\N
1255	56	The Market-Maker's Mountain	novel	2018	283	27.47	4.7	t	\N
1256	32	Winter and Library	children	1935	159	74.05	2.6	f	978-3-5253-8773-1
1257	13	A Second, Careful Mirror	poetry	1991	1121	58.81	4.9	t	978-0-4780-0253-3
1258	56	Theorem of the Sail	poetry	1956	1098	47.94	4.3	t	978-3-3766-5115-1
1259	3	Harbour of the Railway	children	1951	1060	55.82	1.2	f	978-7-1800-7170-4
1260	54	Baobab and Monsoon	children	1945	906	35.45	3.0	t	978-8-8197-1492-3
1261	73	The Crooked Island	history	1980	136	64.37	4.8	f	978-0-3627-2817-1
1262	74	The Golden Mountain	poetry	1999	368	69.37	1.1	t	\N
1263	52	A Forgotten, Northern Machine	science	1933	315	81.03	3.0	t	978-0-7077-0059-2
1264	77	The Market-Maker's Sail	science	2022	1199	82.78	3.6	t	978-7-0126-0880-4
1265	70	Border and Letter	poetry	1940	410	29.70	4.8	t	\N
1266	20	The Lantern-Maker's Machine	maths	1970	819	37.57	\N	t	978-2-2373-4714-5
1267	33	The Harbour-Maker's Theorem	novel	1925	809	42.90	2.1	f	\N
1268	24	Harbour and Letter	travel	1988	385	57.42	\N	t	978-3-9549-0407-4
1269	61	A Forgotten, Unfinished Orchard	poetry	1936	574	50.66	1.9	t	978-1-0718-2632-6
1270	27	Kitchen and Anthill	novel	1941	57	84.27	4.7	t	978-6-6149-5384-7
1271	73	Island and Theorem	children	2007	408	54.98	2.7	t	978-4-9332-5212-5
1272	71	A Hollow, Silent Library	travel	1934	319	20.13	4.1	t	978-3-0671-9306-1
1273	29	Mirror and Compass	travel	2019	573	37.55	3.1	t	978-1-5013-0198-7
1274	79	Monsoon of the Theorem	novel	1927	906	75.74	4.7	t	978-4-0551-9565-1
1275	42	Dream and Orchard	science	2023	330	74.23	\N	t	978-8-7042-4298-6
1276	42	The Bridge-Maker's Desert	history	2005	98	23.27	2.1	t	978-1-1833-0781-1
1277	17	Archive of the Border	cooking	1995	683	12.11	5.0	f	\N
1278	45	Desert of the Dream	cooking	1965	597	12.94	2.0	t	978-2-2200-2561-8
1279	78	A Forgotten, Silent Monsoon	maths	1919	1185	69.78	1.4	t	978-0-5295-6991-3
1280	19	Harbour of the Orchard	maths	2008	268	46.14	4.6	t	\N
1281	26	The Careful Kitchen	travel	1949	1003	78.64	1.3	t	\N
1282	17	A Burning, Borrowed Island	history	2012	999	39.69	1.5	t	978-9-5146-8007-4
1283	72	A Careful, Second Border	science	1957	38	9.91	\N	t	978-8-0993-4582-5
1284	52	Island and Mountain	science	1987	666	38.43	1.3	f	978-6-6091-0377-1
1285	64	A Hollow, Patient Winter	poetry	1931	332	21.57	4.3	t	978-4-0675-6207-5
1286	12	Tide of the Lighthouse	poetry	1918	235	57.07	4.8	t	\N
1287	54	Desert of the Machine	maths	1968	38	32.64	1.2	f	978-0-0733-4516-5
1288	66	The Second Tide	travel	1952	535	71.37	4.5	t	978-6-2173-0208-0
1289	68	Island and Archive	travel	1973	608	52.36	4.9	f	978-1-3164-7713-6
1290	24	The Theorem-Maker's Lighthouse	science	1977	901	84.41	\N	f	978-2-9945-6734-5
1291	27	The Forgotten Lighthouse	history	1961	893	54.48	4.9	t	978-7-5652-0840-9
1292	23	The Theorem-Maker's Railway	children	1924	404	63.26	\N	f	978-4-7013-8895-9
1293	67	The Tide-Maker's Machine	cooking	1949	219	40.86	4.1	f	978-2-9192-9997-2
1294	26	A Stubborn, Patient Lighthouse	novel	2009	1119	3.47	2.6	t	978-2-5236-3920-4
1295	29	A Blue, Second Archive	children	1983	\N	61.02	1.2	f	978-8-6557-2725-8
1296	74	A Stubborn, Silent Mirror	novel	2005	198	37.48	3.5	t	978-3-2414-2383-9
1297	39	Market and Market	children	1983	398	33.46	\N	t	978-4-5126-3755-8
1298	3	The Early Harbour	poetry	1984	654	62.70	3.6	f	\N
1299	32	A Blue, Burning Dream	history	1981	662	23.75	4.2	f	\N
1300	48	Lantern and Mirror	cooking	1964	1059	83.72	2.4	f	978-5-0721-4845-2
1301	46	The Sail-Maker's Tide	children	1987	818	16.47	1.7	f	\N
1302	17	The Hollow Archive	history	1953	\N	75.63	\N	f	978-8-8544-6191-7
1303	30	A Burning, Hollow Border	cooking	1976	841	18.74	4.4	t	\N
1304	36	Lantern and Sail	poetry	1925	\N	5.63	1.6	t	\N
1305	28	Clock and Monsoon	cooking	1986	673	45.07	1.6	t	978-2-3613-1469-5
1306	75	The Silent Harbour	history	1954	971	29.10	3.9	f	978-7-9347-4447-1
1307	49	Baobab and Orchard	travel	1935	663	76.44	\N	f	978-4-5781-2013-6
1308	17	Lighthouse and River	maths	1964	724	24.62	3.3	f	978-6-6879-3080-9
1309	50	The Forgotten Moon	maths	1909	493	56.51	1.2	f	978-1-9384-1389-0
1310	20	The Letter-Maker's Border	maths	1958	209	31.59	3.5	t	978-0-9806-4526-1
1311	56	A Hollow, Unfinished Anthill	poetry	1904	895	83.74	4.9	t	978-3-4025-8136-2
1312	36	The Small Lighthouse	cooking	2017	564	38.41	4.4	t	978-2-7654-3707-4
1313	5	The Moon-Maker's Lighthouse	history	1941	614	64.60	1.4	t	978-3-4468-1483-3
1314	76	The Harbour-Maker's River	cooking	1976	112	55.85	\N	f	978-2-0704-5111-0
1315	28	Railway of the Desert	science	1949	44	35.91	2.1	t	978-4-0273-8965-4
1316	80	Dream and Orchard	maths	1920	496	21.88	1.5	t	978-8-4218-6541-4
1317	13	Moon and Archive	maths	2013	817	42.42	3.7	f	978-0-2849-2038-6
1318	25	Mountain and Winter	cooking	2021	1139	88.32	4.0	t	978-8-2974-5387-5
1319	68	Bridge of the Sail	novel	1939	1118	4.83	2.3	t	\N
1320	67	The Ordinary Mirror	children	1912	\N	57.94	2.4	t	\N
1321	65	Market and River	poetry	1924	1198	43.76	2.3	t	978-3-5673-1652-8
1322	30	A Second, Blue Sail	maths	1986	842	16.09	3.1	f	\N
1323	28	Lighthouse and Garden	cooking	1932	1079	83.15	1.3	t	978-6-0538-8131-6
1324	64	Mirror and Market	children	1941	104	33.82	\N	t	978-9-9956-4276-7
1325	2	Letter of the River	novel	1917	933	5.68	4.5	f	978-5-0965-2777-4
1326	6	Market of the Monsoon	travel	1957	925	36.97	2.7	t	\N
1327	24	An Unfinished, Blue Garden	children	1905	1197	48.43	\N	t	978-4-4318-9391-7
1328	50	Clock and Island	poetry	2024	1139	48.69	3.8	f	978-6-8595-5123-3
1329	72	A Borrowed, Stubborn River	maths	1933	251	69.44	5.0	t	978-1-3622-3753-4
1330	26	An Early, Golden Library	children	1903	443	15.43	2.6	t	978-7-5621-7331-7
1331	1	The Mountain-Maker's Border	travel	1997	721	30.53	1.6	f	978-6-1460-6099-3
1332	4	The Northern Sail	history	1961	1162	25.54	\N	t	978-8-1380-4507-7
1333	77	Library of the Machine	poetry	1921	1015	38.13	1.5	t	978-7-1754-8996-7
1334	2	Lantern and Kitchen	cooking	1994	46	63.95	3.9	t	\N
1335	5	A Careful, Burning Island	cooking	1986	30	59.57	1.5	t	978-5-1194-6082-9
1336	64	The Clock-Maker's Kitchen	cooking	1912	605	52.57	1.9	t	\N
1337	58	The Baobab-Maker's Bridge	cooking	1902	947	49.26	\N	t	978-8-4287-7051-2
1338	51	A Second, Last Compass	history	1943	\N	23.74	3.1	f	\N
1339	17	Market of the Lantern	maths	1907	1163	51.71	4.9	t	978-3-4322-2586-9
1340	75	A Small, Golden Mirror	children	1918	207	64.77	4.5	t	978-3-1924-3971-2
1341	25	A Hidden, Second Desert	cooking	1984	383	23.83	1.6	f	978-7-9528-0745-4
1342	2	The Borrowed Letter	novel	1955	344	73.80	4.8	t	\N
1343	38	Monsoon of the Border	children	1917	700	57.12	1.9	t	978-3-1647-8001-7
1344	44	Kitchen and Theorem	children	2017	338	75.87	1.8	t	\N
1345	49	Kitchen of the Lantern	novel	1940	838	25.78	4.9	t	978-9-4996-0670-6
1346	7	The Theorem-Maker's Letter	travel	1982	137	67.42	4.8	t	978-9-0906-5145-1
1347	54	Baobab and Letter	cooking	1906	527	16.37	\N	t	978-4-0691-2037-9
1348	19	Theorem and Baobab	poetry	1955	1132	31.22	2.3	t	\N
1349	41	Theorem of the Railway	history	1957	1016	26.03	\N	t	978-4-0700-2393-2
1350	39	A Second, Careful Railway	cooking	1902	1169	32.00	1.5	t	978-9-8059-2084-6
1351	52	The Ordinary Garden	history	1942	39	37.93	3.3	t	978-6-3104-8656-6
1352	71	Orchard and Tide	novel	1922	624	55.92	2.2	t	\N
1353	44	Bridge and Railway	children	1957	769	21.21	1.3	t	978-3-6027-6841-5
1354	19	The Lighthouse-Maker's Compass	poetry	1952	1152	29.59	3.9	t	978-7-9869-5627-1
1355	77	Compass and Letter	science	1922	428	45.70	1.0	t	978-1-9888-4006-7
1356	55	The Desert-Maker's Machine	travel	1986	688	32.91	3.0	f	\N
1357	7	Archive and Lighthouse	poetry	1997	435	5.37	\N	f	978-0-8711-9926-6
1358	71	Sail and Railway	cooking	1916	476	41.27	1.0	f	978-2-3014-4561-5
1359	38	The Library-Maker's Lantern	cooking	1904	815	7.45	4.8	t	978-0-2612-7933-8
1360	75	The Hidden Railway	maths	1916	1189	49.71	4.1	t	978-6-9541-0360-6
1361	79	The Early Railway	history	1982	716	40.67	2.5	t	978-1-8065-3128-3
1362	7	The Distant Baobab	poetry	1938	1079	32.54	\N	t	978-0-4589-8339-0
1363	77	The Harbour-Maker's Anthill	history	1903	541	70.59	3.2	t	978-6-0804-7030-6
1364	9	A Crooked, Patient Clock	maths	1934	342	46.42	2.3	t	978-5-3267-3478-1
1365	76	Tide and Kitchen	children	1960	1182	41.56	3.0	t	978-1-9819-4192-6
1366	56	The Distant River	history	1999	230	79.67	4.9	t	978-3-4352-7579-4
1367	9	Tide of the Lighthouse	history	1948	1144	11.18	3.4	t	978-7-5946-8124-5
1368	58	The Hidden Desert	science	1938	79	49.27	1.7	t	978-6-7109-0513-2
1369	30	Moon of the Kitchen	science	1972	537	29.45	1.4	t	978-1-7457-0590-8
1370	14	The Mirror-Maker's Market	cooking	1992	478	33.88	5.0	t	978-2-3000-2428-8
1371	30	The Silent Archive	science	1904	943	28.53	4.9	t	978-0-0082-3638-9
1372	59	A Distant, Blue Letter	cooking	2002	439	67.17	\N	t	978-3-8711-8602-4
1373	70	The Unfinished Clock	children	1976	757	10.64	1.8	t	978-7-3683-0257-0
1374	79	Market of the Baobab	travel	1926	271	42.09	3.5	t	978-9-4732-5014-7
1375	62	The Machine-Maker's Clock	travel	1904	1139	41.16	3.6	f	978-7-1847-5444-7
1376	65	Lighthouse and Archive	history	1959	\N	34.70	2.5	t	978-5-9863-9028-8
1377	36	The Sail-Maker's Compass	children	2001	1036	22.18	4.5	t	978-1-3393-3628-5
1378	8	An Early, Careful Railway	maths	1964	1030	7.42	\N	t	\N
1379	51	Harbour and Anthill	novel	1951	306	88.33	1.6	t	978-8-7481-6067-6
1380	21	The Silent Kitchen	maths	2023	288	15.37	\N	t	978-7-9638-1513-7
1381	37	Lantern of the Tide	novel	2024	468	85.26	3.1	t	978-3-4832-7583-2
1382	49	The Monsoon-Maker's Market	history	1975	176	80.07	2.0	t	\N
1383	14	River and Market	science	1906	197	31.30	2.6	t	978-9-1260-0000-8
1384	36	An Unfinished, Hollow Monsoon	science	1956	452	26.40	1.6	t	\N
1385	60	Machine of the Harbour	travel	1907	1171	25.96	1.7	t	\N
1386	40	A Blue, Blue Monsoon	travel	1942	1033	20.45	2.7	f	978-8-3762-7610-9
1387	3	The Mirror-Maker's Sail	maths	2024	85	45.91	4.5	f	978-4-8909-4358-0
1388	68	The Unfinished Machine	poetry	1957	\N	76.71	\N	t	978-7-2015-0075-8
1389	44	Compass and Compass	poetry	1974	\N	71.58	2.9	t	978-9-6259-1147-2
1390	78	Monsoon of the River	novel	1950	168	56.76	4.1	t	978-4-6336-4731-1
1391	15	A Small, Patient Mountain	cooking	1962	425	19.94	4.2	t	\N
1392	58	Letter of the Mirror	cooking	2023	32	62.14	3.2	t	\N
1393	20	Kitchen of the Sail	science	2010	1093	65.48	1.5	t	978-9-9088-2263-1
1394	8	An Early, Ordinary Baobab	travel	2016	\N	14.90	2.8	t	978-0-9955-2529-6
1395	56	Dream of the Harbour	history	1972	597	61.49	1.9	t	\N
1396	46	The Hidden Archive	history	1944	1067	45.11	\N	t	978-9-2461-2705-4
1397	34	Tide and Clock	cooking	1901	649	22.46	\N	t	\N
1398	50	Compass and Island	history	1965	561	78.66	\N	t	978-5-3259-8489-0
1399	30	The Market-Maker's Border	novel	1979	976	62.86	2.5	f	978-6-1549-7805-8
1400	45	A Careful, Crooked Archive	poetry	1933	285	69.30	4.2	t	978-0-0743-6485-6
1401	17	The Baobab-Maker's Garden	history	1907	439	61.52	2.5	t	978-5-0275-1203-9
1402	47	Lantern and Market	science	1934	153	40.53	2.8	t	978-3-2739-3891-8
1403	69	Orchard of the Kitchen	travel	1917	697	48.55	2.3	t	\N
1404	41	The Blue Letter	poetry	1931	1025	59.29	3.0	t	978-7-7265-9797-3
1405	70	The Hollow Garden	history	1987	786	69.56	3.8	t	978-9-8149-7828-4
1406	37	The Second Letter	travel	1954	336	87.91	2.2	t	978-9-5665-7458-4
1407	67	The Ordinary Market	cooking	1955	897	88.20	1.8	t	\N
1408	58	The Market-Maker's Moon	maths	1934	\N	72.24	3.6	t	978-5-5334-5018-2
1409	25	The Unfinished Letter	science	1993	979	40.42	\N	t	\N
1410	12	The Last Moon	children	1962	816	18.10	4.2	t	978-2-6229-7302-5
1411	36	The Harbour-Maker's Kitchen	novel	1978	803	75.55	\N	t	\N
1412	37	A Second, Crooked Tide	travel	1902	1054	26.76	1.9	f	978-5-3410-3744-0
1413	29	Compass and Compass	cooking	2015	1078	82.57	2.3	f	978-4-3047-5300-9
1414	17	The Anthill-Maker's Market	children	2001	719	77.73	2.7	t	\N
1415	13	A Hollow, Northern Baobab	children	1961	1077	46.47	4.9	t	\N
1416	39	Island and Orchard	science	1962	718	32.94	4.1	t	978-4-2148-9524-3
1417	27	A Golden, Burning Compass	history	2019	1166	22.69	3.9	t	\N
1418	22	The Theorem-Maker's Garden	cooking	1991	1062	42.75	1.7	t	978-9-9307-3710-3
1419	63	A Hollow, Early Machine	history	1968	948	11.07	1.9	t	978-8-0047-4789-4
1420	70	A Borrowed, Second Letter	children	1908	773	13.31	2.2	f	978-1-2642-1984-9
1421	59	A Blue, Hollow Dream	cooking	1919	498	73.85	1.5	t	\N
1422	68	The Baobab-Maker's Archive	poetry	2015	634	88.31	3.0	t	978-9-1389-3696-9
1423	10	The Lantern-Maker's Machine	novel	1924	796	76.37	\N	t	978-2-6289-8772-3
1424	13	Lighthouse and Lantern	poetry	2000	752	69.37	1.1	t	978-2-1348-5808-0
1425	36	The Early Border	children	2018	296	30.70	1.3	t	978-5-8613-0205-4
1426	55	Archive of the Sail	cooking	1952	1091	8.71	4.1	f	\N
1427	63	The Letter-Maker's Sail	children	1931	1077	88.58	4.4	t	978-8-6080-5745-4
1428	26	The Crooked Market	travel	2024	846	79.48	2.7	t	978-7-7886-9099-4
1429	65	River of the Sail	maths	1972	489	74.87	3.8	t	978-8-9371-3461-0
1430	70	Theorem and Theorem	maths	2002	141	43.74	\N	t	978-0-5774-3680-2
1431	65	The Golden Monsoon	cooking	2018	1160	82.99	4.5	t	978-1-4320-5739-1
1432	10	Clock and Winter	travel	1923	1037	68.31	3.3	t	\N
1433	69	Anthill and Market	science	1967	\N	71.96	3.8	t	978-8-6322-0127-9
1434	72	Garden and Letter	travel	1958	319	18.16	2.9	t	\N
1435	79	Moon and Clock	cooking	1919	142	70.74	1.7	t	978-3-1508-8093-0
1436	1	The Clock-Maker's Railway	history	1947	259	65.98	1.4	t	\N
1437	80	The Machine-Maker's Theorem	history	1946	448	62.27	\N	f	978-3-7450-4043-7
1438	21	A Golden, Northern Border	science	1988	793	74.19	3.6	t	978-1-5705-5840-6
1439	1	Anthill and Harbour	children	1928	1197	25.55	3.4	t	978-2-4180-1455-9
1440	78	The Hollow Dream	poetry	1945	58	24.98	3.7	t	978-6-4242-5729-2
1441	67	The Small Lighthouse	travel	1948	656	24.92	4.2	t	978-7-1825-0861-3
1442	33	Theorem and Kitchen	science	1967	233	36.99	2.0	t	978-7-5724-8385-4
1443	12	A Distant, Small Desert	history	1950	519	11.29	4.9	f	978-2-4699-9924-5
1444	28	The Burning Lantern	poetry	1965	853	80.36	1.2	t	\N
1445	16	Letter of the Library	history	1923	375	89.52	4.1	t	978-0-0111-4431-0
1446	27	Winter of the Border	history	1933	\N	20.98	1.9	f	978-0-6271-1627-6
1447	71	The Machine-Maker's Orchard	history	1965	227	4.03	2.4	f	978-9-0599-4087-8
1448	73	Garden of the Theorem	maths	1919	374	13.35	2.4	t	978-7-4169-6736-4
1449	50	A Crooked, Silent Market	travel	1986	853	88.50	3.9	t	978-3-8166-1388-7
1450	17	The Clock-Maker's Railway	children	1947	400	79.89	1.0	t	978-3-1987-9922-0
1451	66	Kitchen and Island	history	1947	705	60.34	1.2	t	\N
1452	48	Library and Garden	history	1927	141	67.17	4.1	t	978-8-2148-9928-2
1453	32	Machine of the Library	history	1930	860	25.19	\N	f	978-9-4162-4352-8
1454	27	The Archive-Maker's Mountain	novel	1931	27	31.23	2.6	f	\N
1455	70	An Ordinary, Last Anthill	history	1994	958	53.29	1.2	t	978-1-1017-7174-4
1456	7	The Golden River	science	1942	678	77.38	3.5	t	978-6-2105-3444-1
1457	65	The Last Clock	science	1947	1198	18.57	3.3	t	978-7-3164-5516-0
1458	8	A Silent, Forgotten Orchard	travel	1955	1133	58.46	4.9	f	978-3-7813-3996-1
1459	69	Kitchen and River	maths	1909	101	66.92	3.6	t	978-3-5702-9021-6
1460	24	The Monsoon-Maker's Anthill	travel	1930	621	35.18	3.8	t	978-8-3659-9383-1
1461	36	A Forgotten, Small Railway	cooking	2016	774	10.00	1.7	t	978-2-3330-1788-4
1462	68	Desert of the Tide	poetry	2004	784	86.33	1.4	t	978-8-1733-6178-1
1463	28	A Patient, Golden Moon	history	2018	1077	27.46	4.9	f	978-0-0476-3840-3
1464	68	A Northern, Burning Clock	maths	1906	943	4.78	2.7	t	978-2-9448-2402-2
1465	36	The Golden Orchard	travel	1933	871	66.35	2.1	t	978-9-0268-6518-4
1466	12	Island and Compass	children	1975	405	83.56	3.3	f	978-9-5926-2972-7
1467	64	Anthill of the Tide	history	1926	639	70.18	4.7	f	978-8-0182-9023-4
1468	1	The Border-Maker's Theorem	poetry	1999	260	76.65	1.2	f	978-2-2468-5451-0
1469	25	A Last, Burning Island	maths	1949	829	17.36	1.4	t	978-5-2145-1752-6
1470	74	Baobab of the Desert	travel	2011	752	88.01	4.4	f	\N
1471	53	Island and Clock	history	1962	938	7.76	\N	t	978-7-1764-7156-0
1472	27	The Careful Theorem	science	1929	\N	25.51	3.7	f	978-7-3270-8593-3
1473	74	Island and Railway	science	1994	590	39.52	4.0	t	978-1-4487-3565-2
1474	61	A Golden, Careful Kitchen	children	1924	111	53.90	3.0	t	978-5-1230-8035-9
1475	63	The Lantern-Maker's Island	science	1977	714	6.77	\N	f	978-7-2013-8249-7
1476	64	A Careful, Blue Dream	poetry	2006	135	20.77	\N	t	978-8-2349-1420-1
1477	14	A Second, Stubborn Mountain	history	1993	743	15.98	4.6	t	978-7-1947-8192-7
1478	38	A Stubborn, Blue Theorem	cooking	1918	340	31.61	3.2	t	978-4-7898-3764-5
1479	21	Dream of the Machine	poetry	2013	1065	69.89	1.9	t	978-8-5969-5690-6
1480	16	Moon and Letter	travel	2008	257	10.92	4.7	t	978-0-1271-2925-0
1481	53	Winter of the Lantern	science	1906	484	3.08	3.9	t	978-4-2973-5631-8
1482	27	Kitchen and Baobab	cooking	1986	222	83.71	3.6	t	978-8-9497-8910-2
1483	14	The Desert-Maker's Desert	novel	2021	\N	61.76	3.1	t	\N
1484	52	The Small Mirror	novel	1961	1109	6.33	3.1	f	\N
1485	5	The Burning Anthill	maths	2019	509	43.54	3.2	t	978-8-1050-5979-5
1486	46	The Burning Archive	cooking	2019	613	35.19	2.1	t	978-9-2896-2454-5
1487	28	The Burning Lantern	science	2011	893	51.03	3.6	f	\N
1488	23	The River-Maker's Bridge	children	1931	572	49.82	3.2	t	\N
1489	46	The Tide-Maker's Railway	children	1929	859	12.19	\N	t	978-9-5644-9967-8
1490	8	Lighthouse of the Compass	children	1943	802	68.22	4.3	f	978-7-5510-6172-7
1491	34	Theorem of the Railway	cooking	1915	674	4.23	4.4	t	978-5-4895-7553-6
1492	19	The Mountain-Maker's Kitchen	history	1991	\N	22.93	3.0	t	978-2-3814-6461-7
1493	5	The Borrowed Letter	maths	2019	1026	60.99	2.1	t	\N
1494	5	The Careful Garden	children	1971	1091	64.07	2.7	f	978-7-6652-6583-9
1495	74	Railway of the Orchard	children	1977	347	22.81	1.5	t	978-4-5883-5651-8
1496	24	Dream of the Mountain	poetry	1986	155	31.29	4.6	f	978-2-9392-9834-5
1497	34	The Stubborn Island	science	1988	490	68.10	3.9	t	\N
1498	59	A Stubborn, Unfinished Railway	novel	1905	1005	42.86	2.1	f	978-6-3850-9660-8
1499	39	A Hidden, Early Library	novel	1933	496	22.49	2.7	t	978-4-8872-9686-2
1500	29	A Hollow, Crooked Anthill	maths	1952	937	69.35	1.7	t	\N
1501	70	The Mirror-Maker's Tide	novel	2023	428	77.74	1.8	f	978-0-1154-4490-3
1502	80	A Second, Stubborn Mirror	history	2006	493	64.11	1.1	f	978-8-6388-9831-4
1503	68	The Early Archive	children	1981	617	51.56	1.1	f	\N
1504	76	Theorem and Clock	poetry	1917	317	50.41	4.5	t	978-1-5287-1233-6
1505	53	Lantern of the Letter	novel	1950	842	9.92	1.2	f	\N
1506	28	The Letter-Maker's Anthill	cooking	2007	757	18.90	1.7	f	978-1-3933-7523-0
1507	75	The Sail-Maker's Mirror	science	1923	918	8.90	4.6	t	\N
1508	34	A Golden, Golden Orchard	maths	1958	686	82.51	3.2	f	978-4-9868-4642-0
1509	61	The Stubborn Sail	poetry	1903	138	56.57	1.0	f	978-7-6356-0538-2
1510	10	An Early, Last Sail	novel	1947	34	69.07	1.4	t	978-1-7617-1573-1
1511	74	The Border-Maker's Anthill	travel	1985	1084	28.19	3.2	t	978-2-0990-2288-9
1512	45	Monsoon and Kitchen	children	1912	414	83.33	\N	t	978-4-7293-7404-9
1513	57	Machine of the Machine	novel	2003	477	11.19	\N	t	\N
1514	19	Mirror of the Island	science	1922	232	37.29	2.5	t	978-6-0475-7758-5
1515	30	Sail of the Clock	novel	1953	613	24.36	2.9	f	978-6-2489-1990-9
1516	78	The Market-Maker's Kitchen	novel	1950	1153	24.07	2.2	t	978-3-3083-0294-8
1517	40	Compass of the Library	novel	1980	1107	68.52	3.0	t	978-2-4523-3249-6
1518	56	The Harbour-Maker's Bridge	travel	1989	847	73.82	2.1	t	978-4-0334-8509-2
1519	11	Compass of the Harbour	science	1941	1079	75.06	1.5	t	978-2-5649-9299-5
1520	74	Baobab of the Lantern	maths	1910	573	59.47	4.2	f	978-0-4289-3348-0
1521	12	A Hollow, Hidden Monsoon	poetry	1919	890	50.66	4.6	f	978-7-4561-3206-2
1522	74	A Last, Patient Anthill	novel	2007	366	54.58	4.3	f	978-3-2749-6594-6
1523	80	Dream of the Monsoon	novel	2016	722	47.83	1.4	t	978-2-7457-7673-3
1524	36	The Kitchen-Maker's Compass	maths	1950	524	76.23	2.0	t	978-6-2190-7263-4
1525	69	Island of the Machine	travel	1925	863	67.14	3.4	t	978-8-9958-8905-0
1526	65	Theorem and Garden	maths	1972	24	87.68	1.6	f	\N
1527	40	A Forgotten, Silent Railway	science	1970	673	38.88	2.5	t	978-5-0925-5399-3
1528	42	A Careful, Burning Baobab	history	1985	783	33.59	3.6	f	\N
1529	76	The Silent Desert	travel	1918	1064	84.37	1.8	t	978-4-1622-9236-3
1530	62	The Stubborn Market	children	1907	496	5.88	\N	t	\N
1531	29	Monsoon and Desert	poetry	1911	1004	7.57	5.0	t	\N
1532	43	Moon of the Sail	history	1998	349	17.83	3.0	t	\N
1533	58	Harbour and Clock	children	1912	1100	8.43	1.5	t	978-0-5858-9707-4
1534	38	The Library-Maker's Kitchen	science	1982	541	88.16	4.1	f	978-8-6910-3111-7
1535	60	The Northern Clock	maths	1942	419	28.96	3.3	t	978-2-5980-2788-5
1536	55	Moon and Compass	poetry	1951	137	64.57	2.8	t	978-1-2339-3537-9
1537	65	The Silent Desert	novel	1937	984	36.13	1.4	t	978-6-4118-7709-0
1538	19	Tide and Theorem	science	1953	1143	68.86	1.2	t	978-0-3215-0641-4
1539	49	The Harbour-Maker's Desert	novel	1955	698	34.95	3.4	t	978-6-3542-8884-7
1540	44	Compass and Machine	poetry	2022	423	33.43	2.4	t	978-1-6617-3294-9
1541	55	Baobab and Baobab	history	2009	383	3.47	2.7	f	978-0-4195-7841-8
1542	2	The Mirror-Maker's Railway	maths	1985	720	40.81	3.9	t	\N
1543	28	The River-Maker's Mountain	travel	1915	1185	87.95	1.5	t	\N
1544	18	Garden of the River	novel	2016	200	17.64	1.2	f	978-8-8049-1271-1
1545	22	The Hollow Winter	novel	2009	607	21.62	4.4	t	978-3-9971-3322-4
1546	58	An Ordinary, Second River	children	1952	804	29.79	4.1	t	978-2-0306-4634-5
1547	76	The Small Harbour	maths	2023	519	21.14	2.6	t	978-2-7453-3234-0
1548	48	A Blue, Careful River	science	1915	752	80.33	1.3	t	\N
1549	79	The Compass-Maker's Anthill	children	2003	\N	28.87	1.4	f	978-0-3970-4430-3
1550	30	The Theorem-Maker's Garden	poetry	1928	849	4.77	2.9	t	978-0-6660-0634-4
1551	75	The Last Winter	cooking	1936	591	69.52	1.9	t	\N
1552	25	Kitchen of the Compass	travel	1926	983	19.48	4.3	f	\N
1553	21	The Golden Baobab	science	1901	452	87.93	4.7	t	978-4-6726-4449-7
1554	27	The Winter-Maker's Mountain	poetry	1963	448	30.83	2.2	f	978-2-6081-2079-2
1555	35	Monsoon and Orchard	maths	1902	33	5.44	\N	t	978-9-6465-1707-0
1556	20	A Second, Burning Desert	poetry	1969	520	67.71	3.6	t	978-3-6484-9055-4
1557	79	Kitchen and Machine	history	1919	546	43.88	4.6	t	978-9-9068-1822-6
1558	4	A Northern, Burning Island	maths	1997	522	20.94	4.1	t	978-2-1377-3820-2
1559	78	Border and Harbour	children	1920	468	86.54	1.7	t	978-2-8597-4917-4
1560	42	The Distant Harbour	travel	2007	125	35.32	3.9	t	978-4-0672-5147-5
1561	23	Lighthouse and Monsoon	novel	1950	1022	59.54	2.5	t	\N
1562	6	The Bridge-Maker's Mountain	novel	1927	423	4.16	2.9	f	978-5-6625-7165-3
1563	46	A Hidden, Hidden Market	travel	1904	120	73.33	4.5	f	978-4-4517-4920-0
1564	64	A Northern, Crooked River	science	1944	1096	38.40	2.9	f	978-7-4968-6917-9
1565	36	Winter of the Lighthouse	history	1904	822	65.06	3.0	t	\N
1566	19	Anthill of the Island	history	1924	411	38.82	3.0	f	978-5-0841-5095-1
1567	23	A Small, Borrowed Baobab	novel	1995	465	60.42	3.4	t	\N
1568	71	The Hollow Clock	maths	1995	100	78.61	4.5	t	978-1-1123-1763-8
1569	6	Mountain and Bridge	children	1998	\N	32.93	1.9	t	978-1-4089-9362-0
1570	46	The Blue Lantern	maths	1964	337	45.37	1.6	f	978-1-0971-8051-2
1571	75	Sail and Harbour	children	1915	333	52.70	3.4	f	978-1-5159-6321-2
1572	47	An Unfinished, Hollow Monsoon	children	1974	1062	28.80	4.6	t	978-9-4915-2196-7
1573	66	The Winter-Maker's Archive	maths	1911	661	35.65	2.9	t	978-9-9267-6969-6
1574	60	Archive of the Compass	cooking	1921	38	62.59	2.3	t	978-7-9319-1761-1
1575	26	Baobab and Library	history	1918	1103	52.64	1.2	t	978-9-5075-2273-9
1576	75	The Compass-Maker's Lighthouse	poetry	1905	227	16.99	1.5	f	\N
1577	1	A Last, Hollow Market	history	1979	1173	83.44	\N	f	978-2-2522-0483-2
1578	63	River of the Lighthouse	children	1976	530	87.15	\N	t	978-9-6732-8994-9
1579	20	A Careful, Golden Lantern	maths	1994	940	11.98	2.8	f	978-3-5636-9874-8
1580	8	The Moon-Maker's Theorem	science	1966	556	40.36	3.0	f	978-5-4013-6250-9
1581	52	Theorem and Mountain	novel	1932	135	5.45	4.9	f	\N
1582	19	A Burning, Silent Library	poetry	1988	353	46.73	\N	t	978-1-8572-1422-6
1583	21	Library of the Desert	maths	1925	660	87.38	2.4	t	978-5-3104-8150-6
1584	36	Anthill and Mountain	science	1973	898	74.96	2.7	t	\N
1585	7	Lighthouse of the Island	science	1923	234	17.37	3.1	f	978-7-8178-7978-0
1586	64	A Hidden, Patient Sail	travel	1941	544	10.69	1.1	t	978-7-1030-7281-9
1587	31	Anthill of the Mirror	science	1946	742	50.16	4.5	f	978-9-1845-6490-6
1588	8	Sail of the Railway	travel	2016	98	43.82	2.7	t	\N
1589	20	The Blue Border	children	1973	700	88.43	2.2	t	978-9-7349-9612-7
1590	59	Library of the Lighthouse	travel	1905	977	74.28	2.7	t	978-8-1170-1391-3
1591	7	The Golden Harbour	travel	2014	1158	81.96	\N	f	978-6-4094-3118-1
1592	2	A Borrowed, Forgotten Dream	history	1999	543	8.80	3.8	t	978-4-3329-9934-9
1593	29	The Distant Winter	science	1955	855	11.80	4.1	t	978-0-0484-9002-4
1594	66	Orchard of the Dream	maths	2006	592	80.01	1.9	t	\N
1595	41	Compass of the Lighthouse	maths	1971	367	46.16	4.4	f	\N
1596	15	A Crooked, Careful Anthill	science	1947	412	38.79	4.7	f	\N
1597	13	Theorem of the Mirror	maths	1946	645	31.10	2.3	t	978-0-3576-4048-5
1598	63	A Hidden, Burning Dream	poetry	1992	217	4.54	1.4	t	\N
1599	18	Monsoon and Harbour	children	1985	861	37.24	2.0	t	\N
1600	73	Anthill of the Island	history	1903	272	32.16	3.2	f	978-1-6472-6197-5
1601	6	Desert of the Lantern	children	1950	738	70.23	4.7	f	978-6-8517-2552-8
1602	78	The Bridge-Maker's Letter	history	1996	271	13.91	3.5	t	978-8-7148-0955-2
1603	55	The Baobab-Maker's Market	history	1928	856	38.18	4.6	t	978-9-3322-8857-4
1604	35	The Patient Garden	maths	1918	693	71.47	2.6	t	978-9-9854-7881-2
1605	8	A Last, Last Machine	poetry	1965	582	6.93	4.6	f	\N
1606	34	A Last, Burning Lantern	cooking	1974	668	76.05	4.3	t	978-2-9347-9744-6
1607	63	An Early, Northern Kitchen	children	1920	1076	54.17	2.4	t	978-3-5124-4662-1
1608	42	A Silent, Careful Bridge	travel	1924	792	47.27	2.7	t	978-8-7455-8357-2
1609	49	Monsoon of the Orchard	poetry	1910	\N	25.98	4.7	t	978-0-6243-4270-3
1610	47	The Crooked Clock	cooking	2014	135	51.27	2.4	f	978-3-8724-7827-5
1611	1	The Desert-Maker's Baobab	children	2018	903	41.20	2.8	t	978-9-1458-9925-8
1612	65	A Burning, Second Bridge	history	2017	1101	50.78	4.7	f	978-4-2830-6168-0
1613	43	A Small, Northern Anthill	novel	1940	410	44.32	\N	t	\N
1614	49	Clock of the Mountain	maths	1917	255	46.38	1.3	t	978-5-5237-5988-9
1615	72	The Ordinary Harbour	children	1928	1051	11.76	\N	f	978-1-5710-5637-8
1616	47	Sail and Tide	travel	1928	445	30.53	2.8	f	978-4-3637-2598-2
1617	65	The Moon-Maker's Monsoon	cooking	1969	234	18.59	2.3	t	978-0-0089-9895-2
1618	43	The Anthill-Maker's Tide	travel	1997	545	75.45	4.9	t	978-6-0743-8713-7
1619	45	River and Mirror	novel	1981	292	49.19	3.4	f	978-6-0064-0971-3
1620	55	An Unfinished, Blue Bridge	cooking	1901	789	61.58	3.4	t	978-8-7308-6488-4
1621	32	Moon of the Border	history	2009	1054	73.26	\N	f	978-0-7588-7340-2
1622	21	The Silent Dream	cooking	1998	879	89.64	4.7	f	978-4-7421-0506-4
1623	48	A Silent, Blue Letter	history	2008	1047	54.44	1.4	f	978-3-9937-1720-1
1624	63	Letter and Border	poetry	1969	307	87.90	2.7	t	978-9-5606-9169-3
1625	70	Lantern and Sail	history	2011	276	88.14	\N	f	978-1-8041-1961-5
1626	47	Mountain of the Garden	cooking	1908	1062	88.37	1.9	t	978-3-7476-8064-8
1627	14	Kitchen of the Desert	maths	1934	871	70.27	3.5	f	978-6-1883-3452-5
1628	75	Mountain and Anthill	travel	1958	72	11.62	4.5	t	978-8-8685-6646-9
1629	55	A Stubborn, Early Compass	poetry	1934	740	81.93	4.1	t	978-5-3667-3860-4
1630	62	Letter of the Machine	science	1974	361	73.61	1.3	t	978-4-7276-3929-6
1631	7	Island and Market	cooking	2025	190	55.98	\N	t	978-7-2344-6651-5
1632	56	The Letter-Maker's Lantern	science	1964	820	25.93	\N	t	\N
1633	45	The Golden Orchard	cooking	1938	823	85.55	2.0	t	978-3-8089-3444-3
1634	13	The Hidden Dream	poetry	1987	240	38.78	3.2	t	978-2-7225-6306-2
1635	21	Anthill of the Theorem	novel	2017	104	49.89	1.5	t	978-8-4005-3038-8
1636	3	The Dream-Maker's Baobab	poetry	1905	1021	39.53	1.2	f	978-7-9448-1066-2
1637	32	Harbour of the Orchard	cooking	1993	354	6.51	3.0	t	\N
1638	37	The Mirror-Maker's Compass	cooking	1932	1196	45.43	4.6	t	978-6-2430-5766-9
1639	9	The Golden Machine	science	1994	416	33.83	4.3	t	978-8-2596-0073-5
1640	14	Moon of the Machine	travel	1990	142	15.31	4.3	t	978-1-8947-4387-4
1641	33	An Ordinary, Patient Monsoon	novel	2013	675	36.73	4.3	f	978-0-1835-0688-6
1642	74	The Blue Tide	cooking	1931	951	89.03	5.0	f	\N
1643	44	The Careful Bridge	novel	1965	894	25.09	4.4	f	978-7-6174-2791-6
1644	41	A Patient, Hollow Archive	travel	1986	37	22.44	\N	t	978-3-8037-4042-7
1645	29	Lantern and Letter	poetry	2025	878	68.23	3.6	f	978-8-5996-0903-7
1646	1	Mirror of the Dream	science	1921	1076	40.59	3.9	f	978-3-8981-1969-9
1647	62	An Unfinished, Last Island	travel	1973	445	51.22	2.1	t	978-3-5978-7392-8
1648	49	A Small, Early River	history	1968	474	4.18	4.4	f	978-9-3877-2873-5
1649	28	A Hidden, Hollow Lantern	maths	1927	989	82.13	\N	t	978-5-0358-0854-3
1650	36	Machine and Monsoon	cooking	1904	635	60.66	4.5	t	978-1-1287-4610-4
1651	62	A Distant, Stubborn Harbour	cooking	1991	36	30.27	\N	t	978-6-4272-5207-5
1652	62	A Careful, Careful Moon	poetry	1941	544	29.13	2.7	t	\N
1653	4	Archive of the Sail	history	1925	34	34.52	\N	f	978-9-8684-8237-9
1654	29	Mountain and Library	travel	2019	91	19.93	2.7	t	978-1-2537-0651-6
1655	73	Bridge of the Compass	science	1953	\N	87.05	5.0	t	978-7-9319-0815-3
1656	9	A Stubborn, Small Desert	novel	1907	186	81.78	1.6	t	978-5-7686-1036-8
1657	78	A Distant, Careful Railway	maths	1978	770	16.24	\N	t	978-0-1617-4935-2
1658	62	The Stubborn Winter	novel	2018	427	47.96	2.6	t	978-9-0607-1864-0
1659	17	Theorem and Machine	novel	1943	384	60.61	\N	f	\N
1660	35	Anthill and Mountain	history	1907	994	16.93	1.5	t	978-5-4925-8005-8
1661	67	Lighthouse and Mirror	science	2010	828	37.51	\N	f	978-9-5188-7228-7
1662	67	The Clock-Maker's Border	history	1926	71	22.91	\N	t	978-9-4413-8331-6
1663	64	The Borrowed Desert	novel	1926	1012	88.47	1.0	t	978-6-5694-8282-7
1664	68	Clock and Lantern	travel	1922	982	65.18	\N	f	978-5-7264-7270-3
1665	42	Anthill of the Railway	poetry	2000	1132	10.81	2.6	t	\N
1666	21	Harbour of the Border	science	1953	682	55.34	1.2	t	978-3-8596-0528-2
1667	62	Market and Compass	travel	1902	415	37.63	\N	t	978-7-1611-9820-1
1668	71	The Baobab-Maker's Desert	travel	1967	503	86.82	3.9	f	978-7-0679-4759-4
1669	11	A Borrowed, Borrowed River	poetry	2001	1156	69.92	2.5	t	978-1-8832-1856-0
1670	41	Letter and River	cooking	1903	951	8.71	1.7	f	978-4-1580-4370-9
1671	35	The Patient Mirror	novel	1940	1086	12.78	1.2	f	978-9-9408-2114-5
1672	56	Sail of the Harbour	children	1910	1023	36.54	4.6	t	978-0-4571-6815-1
1673	23	A Forgotten, Silent Orchard	travel	2010	856	5.51	2.8	f	978-4-5099-6711-7
1674	6	Library and Kitchen	cooking	1966	248	6.27	\N	t	978-8-3661-3943-3
1675	68	The Archive-Maker's Lighthouse	novel	1994	479	20.52	1.8	t	978-7-8595-6372-5
1676	68	Theorem and Archive	novel	2019	833	52.65	4.5	t	978-1-3969-2143-5
1677	22	The Burning Letter	maths	2002	982	16.01	4.2	f	\N
1678	48	A Crooked, Forgotten Mountain	poetry	1953	304	76.42	1.4	t	978-6-5300-1030-2
1679	12	The Desert-Maker's Bridge	travel	1967	960	29.48	3.8	t	978-0-8916-2436-8
1680	70	A Last, Blue Mountain	cooking	1958	74	24.60	\N	t	978-4-0121-9418-4
1681	73	Mountain and Theorem	travel	1983	\N	63.72	3.8	t	\N
1682	63	Market of the Letter	history	2020	500	6.45	3.0	t	\N
1683	47	The Small Dream	cooking	1968	\N	49.77	1.3	t	978-5-1643-1860-7
1684	37	The Small Garden	poetry	1930	809	85.24	1.7	f	978-7-1264-0295-1
1685	31	The Early Theorem	novel	1978	812	32.55	\N	t	978-5-2445-4947-1
1686	49	A Northern, Stubborn Mountain	cooking	2010	1049	14.94	1.4	t	978-1-8131-8781-6
1687	66	The Theorem-Maker's Letter	science	1963	280	84.99	\N	f	\N
1688	63	The Archive-Maker's Lantern	science	1980	1159	23.67	3.7	t	978-3-5581-1919-6
1689	57	The Forgotten Moon	poetry	1965	144	17.36	\N	t	978-5-1557-8121-3
1690	12	A Last, Careful Machine	novel	1904	786	30.91	4.0	f	978-3-5506-9413-7
1691	54	A Silent, Hollow River	cooking	1946	561	27.08	2.5	t	978-8-1872-2442-9
1692	44	The Compass-Maker's Moon	history	1923	1108	27.49	1.1	t	978-0-8912-5719-0
1693	12	Theorem of the Compass	travel	1947	893	80.00	3.2	f	978-2-1610-9538-7
1694	56	Mirror and Clock	children	1901	191	16.36	\N	t	\N
1695	67	Compass of the Letter	poetry	1950	526	23.04	2.2	t	978-8-6093-0493-4
1696	70	The Early Mirror	poetry	1929	1115	6.49	2.3	t	978-2-7561-9134-4
1697	23	Dream and Compass	poetry	2007	334	88.91	\N	t	\N
1698	32	The Harbour-Maker's Dream	cooking	1991	922	8.01	\N	t	978-4-3463-2458-0
1699	6	A Crooked, Distant Market	novel	1961	1116	36.24	3.0	f	978-1-0487-7061-0
1700	46	Garden of the Orchard	history	1951	723	53.19	3.3	t	978-6-9085-3964-6
1701	26	Moon and Library	history	1905	945	35.89	2.7	t	978-5-0803-2415-9
1702	38	Desert and Desert	children	1927	964	69.37	3.4	f	978-6-9757-5558-3
1703	74	The Distant Sail	poetry	1925	321	50.11	4.3	t	978-7-4993-3064-0
1704	47	The Monsoon-Maker's Bridge	children	1956	507	68.14	3.9	t	978-2-0669-5760-9
1705	18	A Distant, Crooked Border	travel	1926	951	38.42	1.2	f	978-2-1473-3771-3
1706	50	Desert of the Machine	history	1935	443	52.54	4.5	t	978-9-7773-1805-5
1707	30	A Hollow, Crooked Winter	poetry	2005	172	79.19	1.0	t	978-5-1835-2755-2
1708	66	The Clock-Maker's Letter	history	1956	359	28.96	\N	t	978-3-1694-0492-4
1709	44	The Careful Mountain	travel	2023	52	61.96	1.7	f	978-4-5043-5717-3
1710	21	Lantern and Harbour	children	1952	674	41.57	2.1	t	\N
1711	19	Theorem and Tide	novel	1924	787	74.30	1.1	t	978-2-0385-9821-2
1712	34	A Small, Silent Anthill	poetry	1923	760	57.05	1.0	f	978-4-8501-1974-4
1713	71	The Lantern-Maker's Mirror	science	1999	791	50.89	1.3	t	978-6-0315-0745-1
1714	67	Baobab and Garden	cooking	1953	807	75.65	\N	t	978-9-7829-0669-0
1715	4	The Golden Harbour	history	1924	529	39.54	4.1	f	978-7-3905-2056-8
1716	28	A Distant, Borrowed Machine	science	1948	826	10.82	1.3	t	978-6-2296-6943-9
1717	33	Desert of the Clock	children	1981	806	77.24	1.7	t	978-5-0700-7732-0
1718	33	Monsoon of the Letter	travel	1994	1128	87.46	4.9	f	978-9-4061-2988-9
1719	33	The Orchard-Maker's Border	travel	1982	880	12.63	2.2	t	\N
1720	38	The River-Maker's Moon	novel	1957	687	30.75	\N	f	\N
1721	31	The Blue Kitchen	poetry	1913	152	89.51	4.9	t	978-0-3744-5509-6
1722	10	The Last Anthill	history	1968	204	10.37	4.7	f	978-5-7211-9054-3
1723	26	The Distant Mountain	poetry	1990	607	72.87	3.9	t	978-9-1131-9978-5
1724	3	Letter and Baobab	maths	1942	151	82.68	2.9	f	978-0-1323-2209-6
1725	62	A Silent, Borrowed Letter	cooking	1950	678	68.67	1.3	t	\N
1726	65	A Distant, Small Theorem	science	1969	\N	45.45	4.3	f	\N
1727	67	Lighthouse and Garden	maths	1979	148	18.51	4.3	t	978-8-0626-2846-4
1728	6	Bridge of the Orchard	poetry	1961	831	41.53	1.7	f	978-9-3424-7639-1
1729	34	The Hidden Moon	novel	1971	536	19.91	3.3	t	978-8-7033-6187-5
1730	1	The Winter-Maker's Border	travel	1958	210	22.99	2.6	t	978-6-1559-4178-9
1731	15	A Small, Unfinished Mountain	cooking	1989	929	84.27	2.2	t	\N
1732	41	The Baobab-Maker's Market	travel	1963	995	46.02	2.1	t	\N
1733	20	The Dream-Maker's Island	history	1981	509	37.85	3.4	t	978-4-5429-4683-3
1734	78	The Library-Maker's Lantern	maths	1951	334	47.37	2.7	f	978-6-0239-3534-7
1735	19	The Bridge-Maker's Theorem	science	1932	157	15.10	2.2	t	978-0-3042-2055-4
1736	25	A Golden, Last Monsoon	history	1945	745	17.83	1.7	f	978-8-0402-8435-4
1737	37	Monsoon of the Railway	children	1950	1057	30.80	4.9	t	978-0-9782-7128-0
1738	28	Monsoon of the Tide	science	1991	159	86.95	4.3	t	978-3-3612-5724-7
1739	70	The Kitchen-Maker's Lighthouse	cooking	1947	\N	56.03	3.9	f	978-3-7418-9034-7
1740	22	The Patient Letter	cooking	2012	830	53.31	3.2	f	978-0-4052-5653-7
1741	46	Clock of the Theorem	cooking	1998	698	61.26	1.0	f	978-5-1385-6121-7
1742	19	A Patient, Blue Kitchen	maths	1987	\N	59.99	3.3	f	978-7-2034-8229-7
1743	31	A Northern, Careful Letter	novel	1990	1095	55.25	2.9	t	\N
1744	31	Anthill and Baobab	science	1904	60	66.93	2.4	f	978-5-4184-2282-0
1745	17	Lighthouse and Library	science	1928	287	88.39	4.5	t	978-4-1323-8750-3
1746	48	Archive of the Baobab	science	1967	183	33.19	4.8	f	978-3-7297-7760-0
1747	33	Orchard and Railway	cooking	1901	1015	24.11	4.6	t	978-4-0580-8848-7
1748	28	The Golden Market	poetry	2020	1158	55.09	2.6	t	978-9-8031-8029-2
1749	20	Mirror and River	science	2009	446	36.43	2.4	t	978-5-0915-8316-4
1750	10	The Machine-Maker's Dream	maths	1957	588	35.72	4.0	t	978-6-2413-8803-4
1751	75	The Distant Garden	cooking	2016	996	15.15	1.0	t	978-1-7861-0237-1
1752	62	Monsoon of the Harbour	history	1958	54	74.77	1.1	t	978-2-7345-9952-9
1753	59	Archive of the Sail	science	1924	842	51.70	2.1	t	978-9-2444-2759-4
1754	7	Tide of the Sail	maths	1936	1192	62.10	4.0	t	978-7-3776-5277-6
1755	24	The Second Lantern	poetry	1958	413	8.13	4.9	t	\N
1756	43	The Small Moon	history	1970	842	68.61	1.6	t	978-0-9559-9052-7
1757	17	Moon of the Anthill	novel	1921	819	42.53	4.5	t	978-7-6280-5417-6
1758	77	A Blue, Forgotten Tide	poetry	1931	971	73.60	3.3	t	\N
1759	66	The Island-Maker's Archive	science	1912	941	23.98	\N	t	\N
1760	13	A Northern, Golden Library	children	1968	617	32.25	3.0	f	978-0-0211-4141-3
1761	17	River and Island	cooking	1948	1004	30.43	1.3	t	978-2-8466-3932-8
1762	24	Border and Railway	history	1971	58	48.28	2.1	f	978-6-6208-0282-3
1763	76	A Golden, Unfinished Kitchen	travel	1990	\N	24.42	1.9	t	978-5-2649-6785-4
1764	69	The Last Kitchen	cooking	1982	234	70.83	2.2	f	978-3-3597-5720-4
1765	14	The Small Dream	poetry	1913	1153	74.40	3.1	t	978-6-0515-0328-8
1766	46	The Mountain-Maker's Mirror	cooking	1947	645	4.65	2.1	t	978-9-3149-0691-0
1767	56	A Golden, Distant Moon	children	1934	1141	22.98	4.0	t	978-2-1765-9656-0
1768	53	Monsoon and Theorem	science	1945	963	56.94	\N	t	978-2-0336-1476-8
1769	7	The Anthill-Maker's Theorem	travel	1997	365	52.66	2.2	f	978-4-3783-1045-2
1770	23	River of the Mirror	children	1947	1189	12.49	4.4	f	978-7-8451-1316-9
1771	37	Baobab of the Lighthouse	poetry	1914	388	88.39	4.6	t	978-2-0622-1702-3
1772	17	Theorem and Railway	travel	1940	700	6.05	3.7	f	978-8-8141-3704-6
1773	63	The Machine-Maker's Machine	travel	1939	238	9.26	2.3	t	978-2-5083-0671-0
1774	38	Letter and Machine	history	1996	822	24.09	2.5	f	978-9-7878-2855-4
1775	41	A Patient, Ordinary Letter	novel	1915	1044	6.07	1.3	f	\N
1776	34	Island and Lighthouse	children	1922	298	78.01	4.7	t	978-0-2417-4521-3
1777	23	Baobab of the Theorem	history	1916	437	65.09	4.2	t	978-1-7929-3317-4
1778	48	The Letter-Maker's Harbour	poetry	1948	844	81.26	\N	t	978-3-2422-3679-3
1779	62	Desert of the Machine	maths	1946	131	11.74	3.6	t	978-8-0645-1279-3
1780	65	A Northern, Last Machine	poetry	1987	50	82.48	3.4	t	978-3-8378-7040-0
1781	62	Tide of the Lantern	poetry	2004	664	32.36	3.2	f	978-9-7592-4375-3
1782	7	Market and Desert	cooking	1944	634	33.44	2.8	t	978-7-6861-5119-4
1783	34	The Library-Maker's Mirror	novel	1978	205	35.49	2.4	f	978-4-7466-4484-2
1784	34	The Ordinary Letter	novel	2000	545	39.27	4.8	t	978-4-3953-9649-1
1785	42	Monsoon and Baobab	history	1911	1035	4.82	4.5	t	978-1-0508-1743-2
1786	48	A Hollow, Golden Baobab	novel	1994	618	53.53	4.5	t	978-7-8245-4067-9
1787	65	Lantern and Harbour	science	1960	57	59.08	2.6	t	978-0-1235-3033-3
1788	42	A Northern, Hollow Clock	history	1919	472	81.99	4.4	t	978-7-5904-5165-9
1789	65	The Careful Island	history	2006	340	73.16	\N	t	978-8-6815-3854-3
1790	8	Compass of the Border	poetry	1923	1168	11.67	\N	t	978-8-7653-1917-8
1791	59	The Clock-Maker's Dream	maths	1906	845	26.61	4.8	f	978-2-9893-5597-4
1792	30	Lantern of the Machine	poetry	1931	84	46.45	2.1	t	\N
1793	4	The Distant Island	history	2001	679	49.02	4.9	t	978-6-2747-3068-1
1794	71	Monsoon of the Library	children	1920	714	46.24	1.0	t	978-2-7616-7177-1
1795	63	Archive and Mirror	children	1907	157	31.54	2.0	t	978-6-3287-2939-2
1796	41	The Baobab-Maker's Desert	children	1962	1110	65.30	3.8	t	978-3-1520-5566-6
1797	2	Library of the Harbour	travel	2011	411	69.44	2.5	t	978-5-1198-4887-9
1798	37	Moon and Clock	poetry	1945	762	16.67	1.1	t	978-4-4534-8224-8
1799	23	A Stubborn, Ordinary Lantern	history	1934	154	75.71	4.7	f	978-4-4393-5474-2
1800	67	Mountain and Compass	children	1990	951	26.14	3.9	t	978-3-2033-8829-5
1801	53	The Patient Clock	history	2025	231	30.13	\N	t	978-3-0876-5368-9
1802	64	Compass of the Tide	maths	1908	1123	33.55	\N	t	978-0-2547-4007-5
1803	53	Mirror and Theorem	science	2020	803	35.72	1.8	f	978-9-4896-0528-1
1804	22	Anthill of the Anthill	science	1939	989	54.23	1.4	f	978-5-5627-6168-6
1805	34	The Burning Theorem	poetry	1959	467	54.72	4.9	t	\N
1806	69	The Library-Maker's Tide	science	1960	352	58.79	1.8	t	978-3-3870-5032-3
1807	11	The Moon-Maker's Island	science	1943	99	58.85	3.6	t	978-1-1220-7506-5
1808	33	A Hidden, Second Library	poetry	1919	1185	17.67	3.2	t	978-2-2547-5021-5
1809	64	A Borrowed, Ordinary Orchard	novel	1982	301	40.18	2.5	f	978-4-2418-5936-3
1810	72	The River-Maker's Lantern	children	1968	323	29.60	\N	t	\N
1811	53	The Hidden Lighthouse	cooking	1964	505	16.81	3.9	t	\N
1812	17	Harbour and Desert	novel	1948	880	84.98	1.3	t	978-5-8711-3886-2
1813	8	A Hidden, Borrowed Kitchen	history	1964	253	76.83	3.5	t	978-1-0111-2578-1
1814	65	Winter and Market	history	2018	736	33.02	\N	t	978-0-8455-5539-0
1815	69	The Library-Maker's Compass	poetry	1949	1079	89.71	\N	f	978-2-8424-9538-5
1816	1	A Forgotten, Borrowed Machine	travel	1943	703	3.80	1.7	t	\N
1817	37	The Last Library	novel	1924	133	48.58	3.9	t	978-1-3209-6388-6
1818	72	The Patient River	science	1962	551	27.76	2.0	t	\N
1819	38	Lighthouse of the Winter	maths	1978	324	57.76	1.4	t	978-1-2301-2738-0
1820	8	The Silent Harbour	travel	1996	\N	80.04	3.4	t	978-1-7302-3446-3
1821	30	The Ordinary Border	novel	1913	922	20.97	1.8	f	978-0-5529-5620-3
1822	36	The Moon-Maker's Clock	maths	1997	217	79.36	5.0	t	\N
1823	40	A Burning, Hollow Clock	poetry	2021	1024	15.06	3.3	f	978-8-6063-6553-3
1824	23	A Silent, Last Mirror	travel	1937	741	15.18	2.7	f	\N
1825	28	The Mirror-Maker's River	travel	1968	825	53.02	1.9	t	978-2-8667-5126-9
1826	25	The Northern Letter	novel	1924	1118	31.23	2.3	t	978-3-0858-2678-3
1827	55	A Last, Distant Garden	travel	1935	650	60.60	3.3	t	\N
1828	37	Railway of the Harbour	cooking	2009	1133	67.29	1.9	t	978-8-9558-2004-8
1829	60	Sail of the Sail	novel	2011	134	75.40	1.9	t	\N
1830	11	Anthill of the Sail	history	2022	556	57.16	1.1	t	978-6-2025-3843-9
1831	76	The Harbour-Maker's Machine	history	2014	846	17.92	4.1	t	978-4-9579-2512-9
1832	8	A Last, Borrowed Monsoon	maths	1914	431	89.37	4.0	f	978-7-7655-8143-7
1833	20	River of the Mountain	children	2009	404	27.18	\N	t	978-0-8523-7094-9
1834	63	The Library-Maker's Mirror	travel	2016	305	14.26	2.1	t	978-3-1888-2949-2
1835	46	A Careful, Golden Harbour	history	1985	708	29.07	4.4	f	\N
1836	34	Desert of the Mountain	cooking	2016	1029	10.46	\N	f	\N
1837	63	A Borrowed, Ordinary Kitchen	novel	1905	702	34.43	4.5	t	978-7-4495-9054-3
1838	72	The Borrowed Winter	history	1996	963	58.60	3.1	t	978-1-7847-7850-5
1839	9	Winter and Letter	travel	1975	152	24.97	3.2	t	978-2-4141-4518-3
1840	73	The Letter-Maker's Sail	poetry	2017	804	7.66	1.0	t	978-1-0308-0325-6
1841	80	Mountain of the Lantern	maths	1907	114	57.96	4.9	f	978-4-2761-6277-8
1842	57	The Dream-Maker's Bridge	maths	2025	86	26.67	5.0	t	978-1-0860-8135-2
1843	69	Harbour and Bridge	poetry	1990	1143	41.84	4.5	t	978-9-1617-6026-7
1844	27	Baobab and Orchard	children	1915	955	84.98	3.7	f	978-2-2754-9286-5
1845	68	The Mountain-Maker's Dream	maths	2001	943	41.25	1.4	t	978-9-0282-4564-3
1846	53	Theorem and Letter	history	1961	377	58.18	\N	t	\N
1847	1	An Ordinary, Second Moon	children	2014	1066	27.82	2.5	t	978-0-6484-3850-8
1848	38	A Hollow, Blue Compass	novel	1934	363	34.17	2.3	t	978-7-4684-4257-9
1849	32	The Orchard-Maker's Library	cooking	1920	1126	37.18	4.7	t	978-5-1973-6197-1
1850	32	The Dream-Maker's Archive	history	2024	511	66.85	4.4	t	978-6-6739-0462-9
1851	15	Kitchen and Railway	cooking	1912	383	61.30	3.5	t	978-4-2606-2737-8
1852	9	Moon and Compass	history	1933	1089	87.73	1.3	f	978-3-9846-1963-3
1853	63	Anthill of the Sail	maths	2017	871	35.71	3.8	t	978-5-4369-2050-2
1854	28	The Early River	cooking	1902	1134	71.35	2.2	t	978-1-5542-2507-8
1855	47	A Distant, Burning Orchard	science	1931	102	38.59	3.3	t	\N
1856	69	Letter of the Railway	children	1990	710	71.15	3.4	f	978-3-2654-5567-8
1857	68	The Mountain-Maker's Border	cooking	1976	47	70.07	4.1	t	978-9-0086-7352-7
1858	41	Tide and Letter	science	1975	449	10.93	4.0	t	978-4-2203-5586-7
1859	72	Compass of the Sail	children	1935	240	63.04	3.8	f	978-5-2482-7513-5
1860	28	Harbour and River	novel	1908	978	51.19	4.8	f	\N
1861	30	The Forgotten Theorem	poetry	2018	846	27.54	3.4	t	978-6-8870-4196-4
1862	73	River and Anthill	cooking	1973	593	28.27	1.0	t	978-8-4853-5874-9
1863	33	The Desert-Maker's Anthill	poetry	1932	905	6.19	3.6	t	978-4-1320-4170-9
1864	27	Dream of the Desert	poetry	2014	551	39.82	4.9	f	978-5-0784-0764-2
1865	30	Theorem of the River	poetry	1959	208	25.39	3.3	f	978-0-9201-3387-8
1866	31	Mirror and Lighthouse	science	1996	478	41.60	3.2	t	978-6-7959-9200-8
1867	58	Harbour of the Moon	science	1928	754	8.32	4.5	t	978-1-8441-8089-9
1868	73	Desert and Archive	history	1928	1120	54.44	2.9	f	\N
1869	76	Dream of the Lighthouse	maths	1968	130	21.93	3.7	t	978-4-5279-7946-2
1870	20	Lantern of the Library	novel	1976	527	32.25	4.1	t	\N
1871	58	Letter of the Compass	science	1962	198	8.24	\N	t	978-7-0973-3906-2
1872	10	The Mirror-Maker's Dream	travel	2005	469	83.89	2.8	t	978-4-9106-2367-1
1873	40	The Borrowed Library	travel	1990	193	60.33	3.8	t	978-5-9452-5120-4
1874	2	The Baobab-Maker's Mountain	science	1978	281	32.76	1.2	f	978-9-1677-0320-4
1875	13	Mirror and Library	children	1989	1169	81.32	3.0	t	978-3-4827-6539-9
1876	60	A Silent, Golden Bridge	children	1974	707	49.38	\N	t	978-5-7782-3345-9
1877	71	Baobab and Archive	poetry	1985	590	76.03	2.8	f	978-3-3147-7579-7
1878	39	Desert and Island	children	2013	115	57.95	5.0	t	978-1-2672-7402-9
1879	8	Harbour and Theorem	maths	2007	783	26.44	3.3	f	978-6-3545-4958-1
1880	66	The Patient Baobab	poetry	2022	975	3.36	1.1	f	978-7-9353-5875-8
1881	77	Machine and Lighthouse	poetry	1962	29	14.80	1.7	t	978-6-4031-0395-1
1882	18	Mirror of the Harbour	poetry	1960	97	68.05	2.5	t	978-8-7062-3514-8
1883	72	Desert and Letter	poetry	1986	1162	88.75	2.3	t	978-3-2055-1395-0
1884	76	Bridge and Letter	novel	1935	839	55.76	2.6	f	978-3-1238-6574-8
1885	21	A Second, Crooked Desert	novel	1958	846	7.19	3.5	f	978-2-1135-1708-7
1886	16	Baobab of the Compass	history	2005	755	40.77	3.7	t	978-2-5624-1301-3
1887	52	Tide and Harbour	children	1964	508	53.97	\N	t	978-3-2882-3536-5
1888	54	The Borrowed Orchard	cooking	2025	954	24.74	2.2	t	\N
1889	14	Market of the Garden	cooking	1959	\N	43.71	1.2	t	978-0-0212-7150-5
1890	6	Kitchen of the Bridge	children	1923	490	79.16	1.9	f	978-3-5408-0567-5
1891	60	Moon and Archive	cooking	1925	857	77.79	4.1	t	978-6-1550-6606-8
1892	54	An Ordinary, Burning Railway	novel	1919	776	52.62	4.4	f	978-5-0883-1993-5
1893	5	A Crooked, Patient Letter	cooking	1999	259	28.02	1.4	t	978-9-7387-1919-7
1894	14	Railway and Machine	children	1935	510	53.42	1.8	t	978-5-7297-2551-2
1895	71	Bridge and Tide	children	1968	\N	81.93	4.9	t	978-8-7122-4708-2
1896	7	Island of the River	children	1950	723	60.84	2.7	t	978-3-2210-8343-2
1897	61	The Machine-Maker's Lighthouse	maths	1926	311	54.83	3.1	f	\N
1898	74	The Railway-Maker's Orchard	science	2022	541	66.79	3.2	t	978-3-7653-0475-8
1899	41	Garden of the Baobab	cooking	1956	501	29.82	3.7	t	978-3-5740-6132-8
1900	16	The Patient Library	poetry	1957	178	79.83	4.9	t	978-6-9505-7446-7
\.

COPY copies (copy_id, book_id, shelf, bought, tag) FROM STDIN;
045d8cab-82e6-47ef-ae8f-b55560a1f3d6	1340	C18-8	2017-09-19	\\x3236ee8bcfaf
211ea716-4521-4676-9306-3ec46af4d4d0	1460	T12-5	2021-05-28	\\x0e
a6876385-3ba0-4e5d-9890-8b6d475c27f9	1553	S27-2	2005-02-11	\\x6ced48f1
f21fbf39-ad7b-4d5c-85bf-09ba34a55f35	1470	T22-1	2009-06-04	\\x6674
45283156-2770-4b78-b33a-0053581470a5	1385	T19-2	1997-07-14	\\x34336218
43980bdb-4c48-4a52-bba6-467821c6274f	1592	H30-2	2017-06-08	\N
8e16e7d6-db5a-46cb-a741-76cdeb0228d8	1335	C38-5	1997-02-05	\\x
7dd495fc-e723-4ab5-8a47-018ac77c16d2	1648	H39-7	2010-03-25	\\x
ccedebf4-666b-49f0-bb19-5decd3947f0a	1682	H08-5	2019-05-16	\\xcb3e34def7
f30f722c-b54f-4577-8238-164ccefc2297	1111	P34-1	2006-11-23	\N
b6e4631e-ee1c-4057-9783-b4713571b34e	1471	H27-5	2001-11-24	\N
c7e3d523-41f0-415b-a27b-ad2dc0a68fd5	1771	P11-4	2005-08-01	\\x439ce4c46f
984de2dc-919d-4aaa-8219-794da7295463	1640	T10-8	2016-03-22	\\x97a15f7fccef
b46a3244-b44b-48cc-bd7c-9ca68e912972	1049	C19-4	2002-01-29	\\x3fe80e
c11c054f-9fd7-4f33-99e2-669c291df33a	1595	M24-2	2008-11-10	\N
8fd61df3-3c27-4129-b5ee-b9dd3af8f739	1402	S25-8	2003-04-29	\\xc1d7c430d890
523cca05-992e-4666-8d05-200ada1cf995	1138	M12-4	2019-04-28	\\x9b28c907cd
8e1fd2b6-55bf-4910-8767-026b0ecaffa8	1537	N33-4	2018-11-10	\\x7226ddd4
80f8ff70-dfb9-4389-bd90-69d55dbeb107	1437	H23-7	2008-02-05	\\x4c2ba1e47e
e287f012-7b3a-4880-90c4-df04f1f79507	1104	M26-7	2010-06-22	\\x
ab19aec8-32f6-437e-bb25-25a5e31959e6	1012	M05-2	2010-03-27	\\x97a0
652aa3a8-0e04-4ca8-91d1-8885a9680762	1303	C09-5	2001-08-26	\N
82904205-0462-4398-8962-7697c85af8a8	1530	C34-1	2002-10-26	\\x94d965cf59
12849811-db99-4b86-aec0-c2ccce0a6f5f	1073	T01-1	2017-01-15	\\x771f26cd
c921d1dd-48ee-4a16-a404-1b449c08421b	1551	C04-3	1995-06-20	\\x7ac0d2b3d6
13065990-5fe7-4c9d-a2d5-dae7dc6030d5	1723	P39-8	2005-08-11	\\xd2bd38
178d9ea1-1f6a-4444-837e-7f526ddf2d21	1185	S12-6	2013-11-19	\\xc5
cb855e1e-d2c3-44d5-992e-e60ee10fb4a4	1029	C38-3	2009-05-28	\\xab495859c0
65dde413-3845-4ba2-863e-c5a9c278208c	1499	N23-6	2018-11-17	\\x
980418c3-4fdb-4d68-912e-0e9f0e3b12cf	1051	M03-1	1995-03-24	\\xb970ee7faa
50942006-d9b4-4349-84a3-1b9237bf2131	1601	C08-7	1999-01-23	\\x3a8e5d09aa
38288686-29b4-42b1-892f-bfc5dad80cb5	1145	T38-1	2018-06-22	\\x4593
809856ed-3b70-49e9-9b3f-27cabcdbc1b0	1358	C39-5	2025-05-07	\\x9f7d
299311a9-8acf-4327-b331-996e4384dc4c	1878	C27-1	2024-05-15	\\x01cc63
a353f293-1f5a-4b1e-b88f-c20dbbba1ae5	1513	N27-2	2001-11-02	\N
dee593ee-ac57-4a04-8db6-1e79fb474d1e	1616	T07-5	2000-10-22	\N
0cbc9942-1384-4632-a745-9f945f35b048	1376	H04-8	2007-02-02	\N
c80f9781-76fa-47ba-a152-18b99ffb9775	1897	M26-4	2008-12-29	\\x69b1e7b509
78042de7-7225-4e62-812a-7dbd9d3f5f02	1250	N07-1	2022-03-30	\N
ecae36ce-9fff-428d-8d20-2354852861b4	1357	P18-6	2018-12-14	\N
f1f2a71e-b9a5-4897-bb2f-663cce52cd16	1475	S20-6	2002-09-16	\\x25
abf46c17-7e09-4883-a936-288f3188f15d	1244	M39-3	2025-03-29	\N
4421178a-62dd-48ce-b9b5-4da9346720cd	1861	P32-6	1996-01-19	\\x
4226a9e4-cc40-42b3-94e7-5deec7f719d2	1896	C25-3	2009-01-12	\\x
dcc5a96f-7801-4a46-a740-4a45af171790	1169	T35-3	2005-07-28	\\xdb8745
1e162710-d17b-45f3-8d26-66c245fad4f5	1553	S22-3	2020-01-25	\\x
8e0d0095-c8e9-494a-9371-bcbb0a3de2d8	1878	C13-5	2008-01-15	\\xb6d3860f
eecb94f3-b75a-479c-a923-768b78cec95b	1398	H09-2	2013-03-26	\\x69e52f
b170e670-d85a-487e-aac4-65b342786a8f	1834	T11-4	2010-01-06	\\x352895dbc0
912073ca-e8a1-453e-9ebf-382c607f2ab7	1709	T28-7	2024-04-29	\\xb04ed18b2e70
5b6929c4-4c6c-45e8-ba9c-e6cf342a1e43	1513	N23-8	2018-04-06	\\x1957a037
f55848b9-eaf2-4f19-b374-1289842238d8	1298	P27-2	2004-08-29	\\x22f5ed70
c50d05a4-9422-48cb-b5c8-3d02ff589d2b	1482	C24-3	1998-03-22	\\xc2
29604b76-1903-4ef2-a91a-6eeba8bbb6b4	1780	P22-5	2007-03-27	\\x
055597f3-6732-4693-badf-03c755be5b33	1436	H10-4	2008-09-12	\N
c2f79a9b-78e4-43a4-b3ea-3aca2c6e68d1	1424	P02-4	2023-06-13	\\xdc069413a3ad
6f788201-7bbe-4391-ab70-dcb09c6088dc	1661	S16-3	1997-09-16	\N
405480b3-3b6b-4ceb-b4c3-809ea8eb7033	1506	C28-1	2009-07-28	\\x9e1d
35d7bddc-6d36-4a6a-b9a7-08df43cc842c	1487	S13-2	2015-04-30	\\x518438ed
9c57dcab-632f-4a04-bf2e-85a5e0bbf085	1865	P37-5	2021-01-04	\N
69be427e-6399-4e37-95a7-9224660219ef	1386	T34-2	2011-09-25	\N
85a8e67e-1afd-4705-87a5-c96a61772600	1178	C05-1	2005-02-12	\\x24d9b8d4
2b23c172-c608-4ebe-97f8-510b2c68e4ed	1294	N27-5	2025-03-08	\\xb6c5ff5654
abb10566-cf97-4b11-b1ee-27829c27df57	1368	S26-4	2013-08-03	\N
fc9c3e85-90a0-43e3-ad50-7d44de4dd2d4	1888	C12-6	2021-04-24	\\x9a31ab23a32b
8ff67e74-5f31-4d08-8dd9-395d20b78f1d	1034	M35-1	2022-06-26	\N
41176c6c-9561-457d-bff9-4c6e16e5b5a2	1113	S15-1	2001-08-31	\N
674bb2b9-6a4d-473a-8b15-f088f5873a0a	1292	C05-5	1995-10-30	\\x1dc24414
dcafcdff-9045-4a71-9b48-11c4a531796b	1088	T28-4	2013-05-19	\\x80562347
c0e5b363-7280-43b9-b596-d003f2d923e3	1582	P26-4	2003-09-25	\\xfb68fbf89d
93b83fa2-ff3d-45d2-aca0-0fb6732ae718	1351	H08-6	2009-04-17	\N
c015a368-2432-4f8c-baf2-bc22c2bc2366	1452	H38-1	2024-03-16	\\x855e89b32f
735c725d-3cc0-4b63-a767-ca119996fcbb	1155	T28-2	2014-02-26	\\xcaa507
21f4a0d2-e039-468e-8e24-987bc4af1c82	1496	P32-2	2014-11-01	\\xca3c43bf
23d711a2-9069-4f43-87bc-fed38c84ce88	1801	H32-2	2020-03-24	\\xcc73108e
1f971127-9c73-4c02-8822-08dc1b8442dc	1686	C39-3	2009-05-19	\N
c36114d1-26c3-4022-bc95-112873a7a9e8	1691	C09-4	2014-02-18	\\x97be94df
051add2b-817f-4025-9d09-279e14579cb3	1029	C24-2	2014-04-22	\\x5a
3ab47357-e33f-4c44-b00d-50e0bb58cc81	1843	P03-6	1998-05-19	\\xfc66b3b6d042
b6b53a7f-d20d-4b18-af0d-69b1b3a7af4b	1515	N26-7	1995-09-13	\N
631932ca-945f-471f-a652-0a483a7bbf31	1704	C08-6	2020-08-08	\\x5648
0f01f9d5-97e8-4179-bf50-239ae3b60641	1383	S37-6	2014-11-19	\N
2a165baf-35cd-4663-bbea-1fd6d1d94e15	1243	M16-3	1995-02-17	\\x
66aa2337-67e2-42d0-8be1-3cd961319c43	1769	T31-4	2017-01-09	\\x
e502f7a3-42ba-4ad4-871a-aee34360e0da	1892	N03-8	2001-06-05	\N
73302693-cc55-4b89-b490-bd062b111a9e	1783	N19-6	2006-07-22	\\xf3bb
b7cf1738-4734-4b77-a58b-a02c6979c607	1864	P22-4	2014-03-25	\N
50e4f4e0-879f-40e6-9854-d9f9aa497891	1680	C02-6	2023-12-21	\N
9519cc1a-0165-4093-a732-a62acea706d5	1262	P27-2	1995-10-06	\\x
052ec695-a26c-41f4-a0f1-47002971f919	1341	C39-5	2005-03-26	\\x03136a4f
b743f8c4-08ca-4aea-89c9-10db84c22ad6	1575	H10-3	2021-06-02	\\x3f427c
ade7286d-ff70-4637-9473-696b606cbee2	1823	P17-2	2002-11-09	\\xfa77ab
b052101e-e81a-4e1a-81d2-906b05391030	1519	S25-4	1995-11-22	\\x8aba
cf6d4c2d-2208-488b-842f-69b68029bae6	1517	N16-7	1995-11-20	\\xaf6789
b95222df-328e-46f7-bf58-53b5f8e9f3da	1046	S04-3	2007-06-19	\\x6d
f4c91729-fa3f-4882-9123-410ae57eb8ff	1515	N17-5	2007-03-08	\N
4f7cd5d2-cd1a-43a0-9a93-b3fcd7b85474	1554	P11-6	2010-09-01	\N
f43a7aa3-2a7d-4918-930a-397395506c28	1222	N05-4	2004-08-19	\N
8bc86c32-b941-492b-9f6b-e78cbe3528ab	1555	M26-7	2000-10-26	\\x62144528
548bc492-089d-443c-9f19-55b22a0c331c	1306	H38-4	2005-10-13	\\x0e6e8e
65b6ba27-1de7-4fb4-964b-1364b95c9e09	1391	C39-8	2023-11-27	\\x3630
87544411-febd-4593-8171-480b7343b0b6	1739	C07-6	2012-06-29	\N
414ff70b-3bf5-44a4-bb5e-09a6536e2181	1051	M36-3	2007-11-29	\N
9dd46123-4941-4b01-acd7-d6e78f51665f	1062	T35-5	2000-01-26	\\x6a4808
359d4d0c-4d55-49c7-9699-6909498acb91	1496	P31-8	2016-01-24	\\xe1ca
ff422fcb-3ded-4ce9-a43b-b82003237c41	1714	C06-3	2021-03-03	\N
2634eb27-b4b1-4dbf-8d97-a95488ef158e	1878	C01-6	2017-09-06	\\xc7be487853
1c93a54a-4421-415f-b508-7dd32df3405f	1354	P27-1	2025-05-18	\\xfccc5332e6f4
41f3916e-493a-4577-a5f9-73208976b040	1279	M31-1	2012-11-20	\N
53787efb-bad0-4339-8b79-7745a464da57	1664	T04-8	2022-06-05	\\x0e1b
4a785655-4e87-40d5-8cbf-f0a077626bd7	1224	P06-5	2006-07-23	\\x
d4dc56ac-8085-4174-9e4d-03b48f0e3221	1150	N28-4	2009-03-12	\\x4d56
d9afeb44-9bf8-473c-9e69-85281998a15e	1251	S37-1	2017-01-22	\\x64
17fc2fe4-d4f8-4b10-80a6-29fa05e3e003	1605	P37-1	2007-09-06	\\x916d74
39ec3560-d549-40fc-a88f-5ed97a535fec	1723	P04-4	2015-11-01	\\xef3daa80
90e36d25-7a5a-4b81-8256-0eccdcf69184	1717	C19-4	1997-08-27	\\x
a8f5b74a-0d98-4dbc-ab89-07043c16fc94	1326	T39-8	2010-02-15	\N
4771dce8-3de2-49e6-b25f-8523881a08b7	1031	N03-5	2014-11-28	\\xf700c61a
770dfb82-04f3-452c-a408-acb3df814e56	1501	N25-2	1999-02-11	\N
8895113e-c51e-48d2-adea-89fd838dba48	1598	P10-6	2008-09-15	\\xfbc824cf
65eadddf-dc3b-4f1b-a7ca-fd5a24c4f71c	1407	C35-5	2007-01-14	\\x48
36d75b3a-a5cb-4d96-9ccf-cfe94c0d07ad	1153	H37-8	1997-08-27	\\xca8e
86047dcc-829c-4d14-9b55-2ec91eced765	1825	T29-3	2018-05-23	\N
3a8b8eef-e9b1-40dd-9934-032ad888bcaa	1525	T09-6	2005-03-15	\N
1b43cb83-5a9a-4d81-8db9-18d36e7f5cb7	1050	C04-1	1995-06-15	\\xd70d
337ba419-7011-4100-9bff-bc62a59e906b	1029	C20-7	2010-11-30	\N
c6425239-5e7b-4d30-af5c-f8b6b067461e	1039	N12-5	1995-10-06	\\x
58cf9833-2033-48b9-8a9a-87d15137840b	1049	C25-3	2004-05-12	\\x
baf132c8-da5c-4b57-a1a2-28521273e6f6	1346	T09-2	2010-07-18	\\x
3dd89047-a2e7-4508-978d-4d652bb7181f	1122	S20-3	2024-05-23	\\xc841563e
7f0d9356-3845-4484-a7e9-af443f954396	1681	T05-6	2010-07-12	\\x
b784306a-7b1d-4b52-86af-8e971606f6b1	1211	T34-8	2003-12-02	\\x2aab2da16a
c53f9490-e152-414a-9e89-c38fe2175d17	1168	H12-8	2017-05-10	\N
77408bf9-b1e0-49ae-85b0-6a7dcd7173f8	1218	M01-4	2006-09-29	\N
0e6ed7f4-83d2-4150-a071-cd85bc33f6dd	1257	P36-8	2006-11-21	\N
c29b2938-d548-499c-91be-e09dec568109	1864	P23-4	2001-06-19	\N
37b96187-5042-4f2a-a224-dbe29be16738	1785	H02-8	1995-01-10	\\x
664b96d1-cc45-44bb-8a5a-993daf27e613	1049	C26-8	2016-10-29	\\x
65eb724f-413c-4c2d-976c-f83aa820ce96	1624	P08-5	2015-03-07	\\x57c875f9756c
339fc004-ec82-4274-a32f-23c6d2cee0d8	1279	M35-2	1996-09-10	\\x57630186
55316b63-000f-45a0-81f5-46042e084304	1743	N23-2	1997-11-10	\\x
317ca4eb-0845-4017-8eb9-65d15766c010	1623	H21-6	2019-07-13	\\x66aba013d353
284581a3-f81e-46bc-be76-fa3df71fe4bf	1296	N13-6	2011-01-30	\\x5d4e8b24f5
e725c338-7a77-430b-a555-45c004a46e53	1522	N27-5	2003-07-16	\\x24
a18a6af7-b0da-480b-a5ab-d4bfecf24a5b	1390	N36-5	2011-08-07	\\xa3adfed584d5
beb932a5-1964-4a38-bf29-c3f0b551f032	1679	T28-4	2016-11-28	\N
eaff83da-fadd-4349-b626-d661ad0aca9e	1800	C18-2	2019-07-04	\\x
c65ea72c-568d-4879-84d2-0d8cfa3c8f0c	1298	P13-2	1996-05-20	\N
ed2e2b99-85a8-49d3-a3fc-ebdb9c62a19a	1847	C19-8	2000-02-29	\\x4fc001
97e05cb4-dd9a-4faa-95bf-3c9d153ef095	1202	C27-4	2000-01-22	\\xbaa95555ba
5644e797-b8cd-45da-848f-0e03b82ffc80	1538	S07-5	1997-06-01	\N
8b124017-68ca-4e7d-8dcf-3fe3d3d533f5	1875	C39-7	2005-08-15	\N
8f515e1c-cb9c-4391-b1f1-803732b24b09	1154	S31-2	2017-04-13	\\xf143cf29f6
198c6b16-5815-4bdc-9c57-075c924d8c90	1436	H29-1	2020-04-12	\\xf53e7f
8b07154a-e40e-4c7d-bc5f-66e48ffa5db7	1067	M10-4	2004-04-29	\\x66e29e
27ea826a-9509-49ad-acae-5332759b7fd6	1530	C17-8	2012-06-20	\N
b8590417-6046-43c1-80e1-e7d788fead77	1473	S34-7	2024-10-22	\\xec8498cd
7223b299-f3cb-4b88-8ad4-370b69c6b57d	1422	P35-1	2002-10-28	\N
34f08ed4-7bec-47c5-a7b7-e0f4ec7c89aa	1457	S05-5	2002-12-20	\\x
5126cedc-c717-41fe-bdb4-d416e3621244	1358	C17-2	2025-07-15	\\xc2492f
8821ae04-f500-4810-b74a-503c02bef7dc	1497	S19-1	2006-01-30	\\x39
0bd6287b-1998-4b70-9ac8-c678390b8122	1125	N04-8	1999-10-17	\\x
971bbd19-7756-4dc2-b7b7-b8d0adcbd49f	1380	M28-8	2021-07-19	\N
28635b49-e10d-4557-b250-a8d356fb22ca	1257	P08-6	2010-06-18	\\x6b
b9edc873-e18f-4d66-b00a-a1228eff2101	1789	H24-4	2023-08-12	\\x
2640eb9b-4025-400e-9a66-2b297e4f64f3	1479	P27-1	2004-06-29	\\x7ebcbe61
d3ed97a3-eda2-44bd-a90c-8a9c03083388	1456	S30-8	1995-04-02	\N
039a4bd1-27b4-4c12-804b-5d7f1dab905a	1754	M37-3	2005-03-30	\\xec
56bdda49-4620-4811-b8c0-097c0fa7eae6	1292	C29-7	2012-10-29	\N
1588498b-30bc-4f87-8945-97e820af51aa	1729	N25-5	1998-03-31	\\x4d2e
40e18d2f-8300-4722-ac3f-82090afcfdfb	1897	M05-6	2000-03-21	\\x7451cfa3
cadc00b2-cd3a-499a-b3ad-d227da81e5c2	1461	C35-3	2016-04-03	\\xfa19c27c9c86
6fcb3f97-5918-4c96-9a2a-eb9fc615116a	1427	C33-4	2014-12-04	\\x5c231770
06eede2c-880f-4b0e-b59a-1f600e174280	1622	C15-8	1998-07-24	\\xb83c377e9d
e4e6895c-e343-4554-a327-3c6b496ca2d6	1777	H01-2	1995-01-13	\\xf1
63ac96a6-120a-486d-8c39-10449acc5f3f	1027	H04-7	2018-09-14	\N
bbd08e68-e7c7-46aa-bd01-b3a0218c5688	1497	S15-5	2002-11-15	\N
75aa11d5-2c47-4845-affa-56fadd8c9ac2	1376	H36-3	2001-04-18	\N
52bacbc0-6cd2-4ec8-855b-265b9651e2b4	1550	P01-5	2008-03-17	\N
0feb0421-8bc2-4c4b-8483-275d46050b17	1495	C25-1	2020-02-21	\\x600976
9b6b4ba1-836f-45bb-8397-d2e816414eb2	1353	C19-8	1997-12-18	\\x5fe9
0eafb5c0-4520-4e49-b0ff-7c391bcc42ad	1303	C28-5	2002-09-20	\\xf8d68535
44620af4-502a-4668-b31c-01faeb82452d	1264	S22-5	2000-07-27	\\x364328a809
bd2a9ec4-efaf-481d-9bd4-7d2e110f507b	1363	H20-3	2019-03-02	\\x533e
9a3ea6bf-1fc8-4b3e-8b62-c22afdb257dd	1227	H13-3	2010-01-01	\\xd2ff21ea8c
62b1d8df-2821-403f-9d85-c62f61e175a3	1385	T08-5	2003-05-21	\N
688f0fbf-d2eb-484b-ba8d-a2147a6846af	1115	P20-5	2000-03-01	\\xd4dd
5d924c5c-ee5c-4c64-87ae-6d467ddddd24	1553	S30-7	2010-09-06	\\xd972a3c356b6
af45946f-0f6c-4984-bf1f-67ee8b7e7e71	1640	T18-4	2014-04-13	\\x8f92141263
af8741f4-d0af-4def-a338-8a44aa91fb84	1196	T19-4	2013-06-27	\\x
b6d6c8b3-c480-4e1b-a6a4-a1cdd2c8cc50	1385	T04-3	1995-10-14	\\xecfe6f755bb7
65a87d40-a881-4eb9-8ec5-50507ebedfa3	1778	P15-6	2012-11-05	\N
c37601a2-d04c-4e6f-b2af-35644d0eaf83	1548	S03-8	2006-07-24	\\x28
e534fd2d-1c06-4e61-bf2a-403463fabc05	1154	S01-5	1999-06-10	\N
4a79b2ce-5444-4c11-a8e8-22120f1bd4b7	1737	C33-3	2025-06-02	\\xbaf6
e2fe180b-d950-4b20-ab01-f3d1558a605e	1093	N08-7	2011-06-14	\\x162d063fca
3877b682-7505-48f7-aa5c-70007fcf3b07	1349	H33-1	2006-09-28	\N
b90698a3-e895-408e-8efe-aefbdcfac319	1229	S25-3	2009-11-17	\N
2ff498fc-135f-4cf8-9298-d35da8b84cfd	1575	H28-1	2024-09-08	\\x5294feb4
a11283ce-8a51-4df4-ade8-e9cf5b206163	1527	S17-6	2013-10-02	\\x43a6c3316123
4a1dd75e-ce45-4e10-934e-aa405693ce90	1191	T24-3	2008-06-14	\\xd1edd218
cbed97b8-2ce9-4a10-96fe-67f450ae2832	1292	C31-4	2015-12-02	\\xa1e53dd120
c2d63f7d-da11-4f78-94f1-bbda68933b61	1769	T18-3	2024-06-07	\\x4a59
45b912b8-bad2-443a-b12a-94abc710687a	1216	C07-5	1998-05-21	\\x93832961db
ea39296e-209d-4d62-8399-4704dd00bcdb	1375	T13-1	2012-01-25	\\xb1
ea1a9e03-dadb-4e37-b009-dc657bd7edf5	1881	P26-5	2002-10-10	\\x
76290abd-49ae-4f12-b005-e42f8002cf9a	1205	C02-6	1997-11-04	\N
99e7282e-c2cb-493e-a05a-3ed7bb8ec935	1861	P36-5	1997-10-16	\\xe246
616a3661-302e-4c7a-b95e-aa1231c5e9d0	1016	M34-5	2013-05-29	\\xa1bbd915
c9853130-6c4d-4a00-aa80-189ddaa5a16e	1344	C11-2	2000-11-04	\\x
bddd369b-85f1-4164-b2bc-a30eafa33971	1439	C12-8	2018-02-28	\\xef3d
45440d7f-ad5e-4a8b-8115-52c443ae6557	1206	T26-5	1996-04-09	\N
988f39dd-afd0-4b9d-904e-d8932059f80a	1154	S36-3	2024-10-04	\\x
0a330f8b-f13f-45dd-ab56-234dda972512	1731	C25-7	2007-08-31	\\x8959fc
6416fdb1-df8c-4c24-925b-7c2cb5a4a703	1171	T16-3	2019-04-21	\\x3a
ea53d8a2-8dc9-49df-84a9-048c42182eed	1573	M15-1	2020-04-09	\\x42f23c3832
35b700ee-2fc5-41a5-b7d7-87de9145aca6	1559	C03-8	2024-08-28	\N
45bf7ded-4675-449b-9193-5ba42e089ec4	1702	C05-3	2002-12-20	\N
f734f459-6333-4808-b862-b7e39b122d61	1762	H09-7	2015-09-18	\\xc03e5a
05493409-080c-4544-a167-4e8c1f5855b6	1438	S35-2	2003-06-05	\\x104d36d8
d2ffa329-249a-480c-9bf9-d442e1760300	1735	S07-7	2004-07-02	\\x9f24ff13ed
934915c0-73cf-412c-8b55-08dc6c3470b2	1755	P17-7	2001-09-23	\N
fe88373a-e0bf-4e32-99ed-10c4cec0292d	1629	P32-6	2015-03-17	\N
16c4c3f1-f712-4466-81e1-94c3728300f7	1366	H25-6	2019-02-15	\\x15c4c1
ddd31269-65e3-4f58-b65a-ccbe541bedc9	1326	T27-1	1996-05-01	\N
cfa6bf86-f93d-44b6-99a1-9bb9a0fa0023	1055	C06-2	2022-03-15	\\x9ba25e15334f
c7d1fc08-dedd-48e7-a006-c68418bfa469	1753	S22-2	2016-01-09	\\x91879a1e
bce02619-ab7f-4e53-9b2e-3f3b809e0f9f	1304	P13-6	1997-12-06	\\x89784468
ba72e292-dca0-42f8-9081-d8b7d5114fa9	1535	M32-6	1997-03-22	\\x
f3f4cfeb-4494-43ba-ad29-85329f1674da	1687	S32-5	2003-01-19	\N
cb8cef54-93d7-44d2-9b32-be26b0d796cd	1324	C30-2	2018-08-07	\\x88f603
91bdf4fd-9d04-42c8-9868-0b08bb6e2df8	1060	M02-4	2007-10-08	\N
eef2c2fa-a621-4a66-8a7c-a62346e9ecf4	1600	H19-1	2014-09-06	\\x
02213281-af2e-46c3-b65c-0d0bfe92ff73	1134	M23-4	2007-10-24	\N
4b144ea0-491f-4d5d-8000-53b8153cb3d5	1124	M21-5	2009-06-24	\\x
8562016a-76c1-492b-b78c-eee0442afaf1	1707	P38-7	2014-03-28	\\x7934
f3551fe6-818d-4075-839c-b25184e88e7b	1397	C13-2	2015-05-12	\\x16e7
79a7807e-fa5d-44c7-bf7d-866476b26619	1207	C37-5	2003-03-07	\N
4b20f0ad-3ea2-474e-a6a8-6e66fa3d112d	1584	S01-1	2023-08-09	\\xa8a66c
0f387ba1-9996-4800-a0ae-981f3f9f9dbc	1218	M05-1	2001-07-26	\\xb12417c1
46f924fd-7b67-4aca-9c5b-f557eabc5a7a	1759	S20-3	2023-09-03	\\xc13855
40c7b840-a724-4f93-aa32-5972bfb74335	1463	H31-3	2005-09-08	\N
187c9ccd-3798-4c17-b499-756cc6b475df	1765	P28-3	1998-11-28	\\xc59f747404
3c9b8a3f-ce4f-4df4-a511-007b05e91534	1425	C10-6	2016-09-28	\N
d509c89d-dbc6-4c14-ad02-be6cd881e20c	1725	C04-5	2024-03-14	\\x906b554871bd
08561ee4-0fed-4d0c-99aa-cf5a12faec2b	1844	C18-6	2010-05-24	\N
850a41e9-9b7c-482c-b756-b452a5e78afb	1254	C15-6	2022-08-26	\\x26c6683a7c10
bee7bd36-fe36-433e-bf9b-586f7396604a	1429	M15-5	2019-09-24	\\xcdd39136efc1
0669b37e-f3f3-4602-9ff2-a4de4050db0d	1084	H28-3	2007-01-15	\\xbb63399714fe
f89b616b-c631-4eb8-a968-7b52ffe0f2d0	1027	H26-8	2019-07-24	\N
f6369ea3-91ea-429b-9d78-ff6704f47443	1695	P07-4	2001-05-29	\N
4cdf437d-1bac-464f-bea6-98e00f678423	1271	C28-6	2011-05-05	\N
6bbcf05a-3088-4cb7-854e-c26e116a5205	1094	M37-1	2025-03-14	\\xc5bc3b4be322
9c6977f2-2b7a-46dc-b093-dad5e311dbdb	1275	S03-8	1996-11-04	\\xa16e02daadd9
d6f413f1-9b04-4d4a-8b8d-a68c88fac951	1098	N36-1	2019-05-27	\\x1f68eb73
fb65577b-63b1-45c2-ad86-c3ff1260eac9	1560	T36-8	2010-06-25	\\x71
a970de29-d59f-4aec-ad4f-5b2f33f86ba7	1630	S10-1	2015-08-15	\\x
3eca8318-89d7-4d3f-af7a-770d7f63630a	1028	M16-6	2022-04-27	\\x0627
ccf63901-292a-42ac-9c3f-c384a4352d1c	1304	P29-8	2020-01-27	\\x11ebc7
7292dcd6-3007-4837-875f-6cd3a34f44b5	1792	P10-3	2022-02-25	\\xd69f59be
b731b25a-f26b-400c-a7b4-5d05e89e7e02	1382	H37-1	2007-03-30	\\x0cc065b13c98
7fef0806-ca90-42fb-b629-1087ce37638d	1541	H03-6	2011-05-14	\N
61842753-d957-4948-a750-6f452335dbdc	1723	P23-6	2014-02-23	\N
16d8f177-81ad-4ff8-969f-a8fb34f9a23f	1127	S05-8	1996-02-18	\\xe19b
4c9141c3-04b2-4b9b-8be0-24f20363f215	1330	C33-8	2011-04-03	\\xf4
fdd23037-81d3-4d78-8e6e-e87722e92590	1855	S22-2	2005-11-08	\\xff61ed57
da17aa71-5f83-4ddc-9806-1e9f60d98a7b	1263	S26-3	2018-05-15	\\x3562516ace
56afeebf-c7ed-4e7c-9dbb-d78b551f5484	1660	H14-1	2014-02-20	\N
adafdb5d-0515-45d0-9e12-b8eaf2958d80	1426	C01-8	2015-02-13	\\x7dae
0ddec047-9f2c-4979-8aa2-7c596810dc04	1444	P35-3	2012-02-15	\N
0249b01a-2500-4240-b5f5-2e308d08e2bf	1370	C35-8	2009-07-30	\N
18d30587-450e-4779-9e37-7b995204aa1f	1561	N31-6	2000-10-01	\\x066a42
2bdb6a8b-d1f9-430a-bf0c-e6a6efb8cf44	1198	S23-3	1998-04-08	\\x
48db2ec7-0b3b-4f6c-941d-0dca0381c792	1564	S22-5	2023-01-12	\\x10ec
383ccdc5-e84a-4a05-af5d-d7df3654e554	1797	T15-1	2000-09-07	\N
cd3a8847-f50b-41d8-8f01-e1a45545a186	1609	P19-2	2018-11-07	\\x6f4376ba
9e044246-2549-464b-a5e3-256564f9502f	1332	H11-4	2025-11-30	\\x2341c1f3
67e768e3-fba5-4410-8d77-5684cb87dcb1	1176	C14-8	1998-09-14	\\x
a4593e1e-e46b-4781-85ed-c44c44602798	1588	T25-3	1997-08-20	\\x1839
2ed973ec-cb63-468c-abf0-bfeb6b76c911	1745	S22-7	2021-05-28	\\x8ef73f285a5d
8dbfc708-3c58-49b6-b8e7-3e432458da71	1774	H14-5	2015-02-23	\\x07e3
15d7fe85-3924-4c53-8270-301b466263e6	1437	H25-5	2005-04-23	\\x8c2b4d
3994dfb2-5c72-4adb-a715-76b5522d50da	1665	P10-6	2016-07-23	\\xdf42bd9bd4
60b88b0f-08fb-430d-963d-1f972693bf15	1298	P39-2	2016-03-11	\\x83ee35
6fc2c942-8cd9-49eb-ba18-e41e417bf1d6	1301	C13-8	2019-05-13	\\x
553262f8-362c-486c-9a31-c6d99efbc5b8	1415	C18-5	2020-10-10	\\x4c40395679
3ef8bafb-a4e8-4e49-9961-ca8ea11ae942	1081	N20-6	2018-10-10	\\x283f
e8b30688-edd4-43b2-a395-04ad80a9f347	1034	M21-7	2012-10-12	\N
dd890cf1-5180-438c-99a3-2a046878c2da	1454	N39-1	2014-08-02	\\x7d
3ebc70b5-74b2-475d-b696-2f317ec75a76	1097	T34-3	2023-11-19	\\xfa35019c
b99e5aba-7940-4141-b094-b61a65e2c35d	1882	P23-2	2004-10-30	\\x97
9f0f67dc-fb65-4ef8-bc5a-10a47fe517fc	1118	P17-2	2013-07-21	\N
b9bba31f-7340-4fd3-8e7e-5eb802bab78c	1635	N09-8	2009-11-02	\\xc4
d20e9f65-8a4a-4d5f-8f58-ba806a789d36	1686	C20-4	2011-03-23	\\x90f23b
ea184da0-b59b-47a7-b399-e8db3cb07a38	1365	C24-5	2018-12-24	\\x94824a761282
cb32b0ff-8564-4aaa-9c3e-bce3eac42515	1547	M04-5	2000-11-30	\\x413a49fcfd
572d4e7f-e784-422e-bba8-c6ca80a4706d	1232	S07-2	2008-02-07	\N
e6cf1a81-8ee9-46ee-bb6c-81fabde8f744	1114	T17-4	2008-03-08	\\xae8a
399625f4-8fca-4407-a80d-3dea7d1170f6	1293	C17-4	2000-05-07	\\x3771b106
cd8c87b4-5f2c-4353-82b9-430699c89d52	1114	T17-5	2024-02-16	\\x77ff7f
c6c2d290-157f-459d-8056-6a9ce2e9e817	1039	N01-3	2001-01-30	\N
19819995-5e95-436e-ab8f-fb174916db21	1738	S02-7	2012-06-22	\N
237ddab3-efcf-4b06-920b-3841f7479250	1258	P04-8	2013-04-16	\\xa5
38f6b17a-8929-456a-a2bc-0d82cc530496	1126	P30-7	2005-06-24	\N
f60873aa-490c-4b0d-8e45-7a672ba66de3	1213	H23-1	2000-04-11	\N
944ebd53-54eb-4a53-a5fa-f61f3caee56a	1818	S14-2	1997-06-10	\\x8a68
918f5e9a-ec63-4546-9d7f-0ed9a43cb33d	1776	C03-5	2018-08-04	\\x2086
edfa11b0-2fbc-42d1-908f-284c5659d034	1446	H23-5	2008-10-20	\\x4bfd
ee55cd05-1e86-48e9-b875-1fefc19a7684	1011	T22-1	2023-02-21	\\x48f8c869
29404213-a6f1-4456-9504-855f4c4b78e2	1103	C11-8	2018-09-28	\\x8a
b3995f1f-3826-4659-8437-0912f1f62bfe	1250	N01-7	2001-11-15	\\x
3163fc79-658e-404d-8634-9e4e45d2672b	1026	S33-3	2011-02-10	\N
40b1f8a9-7ffb-4404-a376-c29ebbc4ab6a	1157	T35-8	2009-04-29	\\x42f6
774e1ec8-0948-4eed-88e4-887d3214111c	1216	C34-5	1999-10-29	\N
4a188b60-9fae-4831-8102-541627a8a9b8	1247	T32-4	2003-12-05	\N
272297fd-55c2-438f-81e6-dd996bf26e09	1849	C18-4	2001-08-27	\\x5fcb385bdb14
44b17532-dfc7-4b8f-ab28-44dcf9bb5fc1	1773	T03-2	2013-01-04	\\xf38d
b4032d46-58d3-4015-8af4-d9ff2b3c0167	1385	T22-3	2005-08-14	\\x603850da45
81fc49a1-6008-49a1-85db-3613f3d34ca3	1080	T35-1	2011-10-07	\\x47b67ecf4d
c6dde0a0-210b-49ce-a0e5-f24359102070	1632	S28-4	2002-01-21	\\x
ab8d9bec-a052-458e-93a9-e355131ea40b	1558	M10-1	2002-03-08	\\x56b994e694
3dab82ab-960d-4e68-b6b0-6dfde5209696	1521	P39-1	2000-10-06	\\xb419
3ae97616-9339-4e55-8b4f-601bfb1a536e	1022	T25-8	2020-12-02	\\x2f382b
6e286ab1-48fb-4250-b5f0-623dfc5b676a	1790	P18-4	2007-11-01	\\x891d2659537c
2a9ecccd-df06-4699-81c1-d9a36cdee8d5	1406	T20-6	2016-08-15	\N
e3f17c5e-54eb-45c6-a639-09397bb98bee	1702	C06-8	2014-11-07	\\x9ef2da40c070
a992f2ce-d412-4280-8d33-9e47c537d87b	1599	C02-5	2022-08-24	\\xa32e4e67
700ee8fe-f04d-4767-9595-2bb4eb78290d	1071	N34-2	2000-09-13	\\xac1ebd
c9b7e40c-d8f9-4edd-8398-2b0c29318fae	1836	C24-8	2020-07-31	\\x
cff63afc-5b68-4324-8c94-c67cdb9b9e18	1144	N04-8	2004-09-30	\N
66325290-a5cd-4081-b977-701f93c53fc8	1099	C18-7	2015-11-29	\\x2065423a
506d759a-be2d-43ab-8b71-8d5be4098a65	1364	M27-1	1997-05-20	\\x6580
5896e7bf-449c-4bdb-a862-b5b6399b6e28	1271	C34-7	2009-12-02	\\xd7451e27
a83dc3ce-76a2-4d5c-838b-eaf6e7cbeeb0	1691	C34-5	2004-05-10	\\x71
3bc7c5ec-8457-4ff0-b583-c39809ec0dd7	1404	P39-5	2001-03-03	\\x0fc62b02fe
51e8b5b2-acc6-4ba6-a731-2864f2fb6a3e	1466	C06-2	2004-08-28	\\xe09002
8bc817d8-3ef3-4eb8-bccf-048b94bb718b	1346	T25-1	2002-01-23	\\x20
62adb5a0-964b-40b4-93c2-a4524b68c8ba	1293	C37-2	2024-07-25	\\x7013b686
57bb213c-0d90-4318-a099-713baba65e90	1083	C38-7	2007-06-13	\N
0f979f63-4945-4d94-af36-1d7cc395df30	1154	S34-8	2010-03-11	\\x88d7527a
44f4b8f5-6b3d-4a25-bb5a-c1c24a89ea00	1790	P21-5	2011-11-07	\\xba9559
0892f381-b972-47c9-9733-d37465572142	1457	S02-6	1999-04-02	\N
45787063-5e85-4a37-b082-4b39555a1e06	1448	M29-1	2009-10-14	\\x000a7a49ce
5e65fb5b-7fdd-46ff-9bca-57a85bd71c09	1532	H32-6	2012-12-28	\N
f4086f4b-202a-4267-83aa-66e34e755595	1055	C04-8	2009-02-02	\\xae489d
85905b44-cd87-49a2-8806-d759cb54be81	1132	P02-7	2001-03-04	\\xb79eaaca1b5a
d5d40e97-12f8-4256-acb4-b9133825bf94	1344	C10-5	2008-09-16	\\xc9d2ec72
f4e16f20-3fd0-4758-8db5-ddd34c84908a	1018	C33-7	2007-11-06	\\x2e65a007
1c61bac9-5ed3-4ba3-b385-c0fffff54491	1255	N21-3	1999-04-21	\\x4722b811
8ec209f9-8c43-4bbd-af3e-99ed8f471de0	1316	M32-1	1995-11-02	\\x8582
31365f8a-2c8e-469b-8a4a-b5a9b779da70	1535	M14-7	2009-03-02	\N
29a54514-7c4b-4768-97a7-2395fb466004	1747	C22-7	2002-06-13	\N
b7042283-ea42-49ad-b9c6-d8016b435f4b	1020	N36-4	2016-09-21	\\x
8d9e0b4b-c826-493f-a90c-e6ae18f36399	1556	P15-8	2015-11-27	\\x
fd6dafc9-ab71-4555-810a-53b11e063ed0	1029	C16-7	2018-10-17	\N
7a9223f8-61fc-442a-abe7-84d567e4107e	1340	C21-4	2004-08-18	\N
74f156b2-4e5f-41f8-82a9-5f2f884bb98e	1173	N14-5	2008-01-13	\N
a2958a4f-8a39-4d67-85bf-bf3ba8bf0136	1582	P32-5	2000-03-22	\N
6098a3d2-c357-44d8-b7da-a374cef9d4b1	1162	T01-4	2004-01-13	\N
6353a224-1969-4126-b5eb-893e4eab956a	1817	N07-6	2004-06-23	\\xbd
72c89523-7288-4759-91c9-a507f9524e5c	1543	T18-7	2006-12-06	\N
6d5fa0ad-181a-4803-a6fa-e37e6a3d15eb	1716	S27-8	2024-06-18	\\x6b53ac78
b7b1cf4f-ad1a-47b9-87ce-65d6e0bc822a	1733	H39-1	2005-09-28	\\x9f28b7d8f9
6770a71f-6c5a-4bfa-a9d4-cf9296c652a3	1322	M15-7	2005-09-05	\\x2860
ed8a450c-5a12-4539-9654-15eb468b44b5	1582	P26-6	2024-08-23	\N
4d801a60-fc61-4791-b9e0-07863d0da5bc	1329	M07-7	2008-05-01	\\xc7a47269
bbbe547f-ec1e-4a83-8855-ab3d208d1d74	1406	T10-3	2020-03-28	\\x3e374cb36362
ae68234e-8bec-4bb4-b8c7-c8b403bb1ebb	1331	T07-4	2000-05-02	\\x87
c10cf7e4-94f5-4915-90d1-fd044613e8b5	1014	N07-6	2016-11-29	\N
eae47e53-6b5b-412d-9e00-7166b3f33153	1655	S09-8	2024-02-27	\\x7b710f
93307d12-338c-4653-8506-e13a9727fb31	1295	C32-6	2022-08-08	\\x4bd945f3855d
9141ef80-8012-45e1-af7f-be9e10d00381	1749	S21-5	2005-10-04	\\x87bd
04a3507f-ecb3-4263-ac3e-13da5c59370c	1170	P26-7	2002-12-01	\\xfc8a
c6d5dac0-3115-4626-ab53-2950c7b41a32	1607	C09-3	2012-04-13	\N
d1e0d514-da77-415b-9dab-001d8ee47c28	1233	C08-4	2006-07-15	\\x6baa
ac79b795-eba6-4541-88c0-754d31f5df71	1381	N21-6	2016-06-23	\N
1f321a9d-5d02-44a9-bc2a-5822841494f4	1053	C13-1	2005-01-07	\\xd828d43b
cfd11e10-00c6-4d18-8f76-c5e014446910	1771	P23-2	2010-11-20	\N
5f22d756-6d79-4108-ade9-4cf57ab3a09e	1153	H13-3	1998-02-18	\\x3770a99436
f3ef532b-1d2e-4463-882e-374dde130ad1	1639	S20-8	1999-12-16	\\x405ded189b
ab21a5b2-27a3-42ac-bce2-21e6fb9b107d	1039	N30-3	2010-08-12	\\x
ad13683b-4463-4cfb-ab5e-e4807f14883b	1647	T08-8	2006-06-14	\N
7485f6ba-abd3-4105-b211-e2f2e7fdde91	1111	P25-2	2000-05-21	\N
19e118d0-ab29-4c99-941b-b70ef5eabacc	1762	H14-6	1997-11-28	\\xe8aaa729b579
7c2e69f5-b93b-4529-9ba3-a6c84aa940a2	1370	C30-8	2018-07-06	\N
10b840fb-d4a5-409a-815b-065e45a06376	1050	C07-3	2002-10-14	\N
6cde377c-c159-4b6a-94ba-bb1227397a2b	1588	T15-5	2002-01-12	\\xa570baad0c
fe3aa1c4-8cbe-4acc-9b9d-1f6ff249ffda	1457	S28-6	1996-06-27	\\xd874ea
a64f1a29-aec7-4163-928c-6e95844cdd82	1512	C04-7	2019-06-16	\N
acdaf3b6-7f2b-44b9-abf6-3014ee9c5de6	1203	C20-2	2019-06-16	\\x
d57e58c5-1f46-40ca-8002-502504a6a266	1811	C24-7	2008-11-18	\\x854028085a
c25bd3ae-0912-4d20-b194-0475da79499c	1480	T25-2	2002-11-03	\\x
fa5a62b4-4594-42bb-b397-fda87ffc6751	1811	C16-5	2017-12-20	\N
c05043f5-7b28-419e-ac2f-450a2cea2ff7	1097	T30-8	2012-04-07	\\xacf6
0c7874cb-9a4c-4a0e-82d7-ed92b0b2b49c	1449	T31-5	2011-10-24	\N
9be7f9e9-0c99-4ba4-adc9-9ae0e01dc5ca	1017	C20-2	1995-01-02	\\xc3c62b89
29cb7e6e-aad2-47d4-a621-d0ff2dd6dd58	1575	H04-3	2011-11-16	\\x27
ec5372ff-4062-452a-9736-69b21d7fda59	1332	H11-2	2008-07-01	\\x
7dd16b73-9f3f-43e5-9707-9dca0773ebc3	1243	M28-3	2020-04-04	\\xb3
edaaa090-002b-4c26-984c-8ac0666a774a	1030	S16-2	2002-08-15	\N
3b0d158e-0a20-470e-9027-72b753621d17	1772	T27-1	2011-06-27	\\x53e3
d7a40cf4-e36f-4068-a311-b9b1585a1e1c	1090	T12-8	2021-05-15	\N
22fc9573-a87f-4f38-b77e-c87d693d0cc0	1353	C27-5	1996-03-17	\\x3bdd5afbe2a1
30b573cc-e1c6-4aeb-a429-a480f7626333	1220	N05-3	2015-12-29	\\x
8e1a985c-6fa3-4a23-9771-03a0197bba60	1611	C34-3	2010-06-16	\N
fe55c08d-bd47-4576-897f-40dc2667877a	1071	N34-5	2018-06-13	\\xe224b02e87
d5d208ee-3cb3-43b5-8f77-4f29c1f2e6f5	1666	S37-3	1998-04-17	\\xe254e85c
df34983f-8398-4945-a4ef-dcbe98798569	1223	M05-1	2003-03-12	\N
bbfb3b37-b4a2-408a-8f98-24579e597547	1505	N33-1	2001-11-20	\\x0b40bdd8
f98de037-a9cf-4dad-b78b-76fa30d6f21b	1807	S07-4	2012-01-07	\\x2f4f7c9a5921
eb3017f7-4a91-4457-84c5-9ed5feb1efc8	1338	H17-6	1997-03-03	\\x
60ff7e7a-85f8-4ff0-9cf2-057594a087cd	1208	P16-5	2013-12-21	\\x60
0a1ef35f-631a-41f7-83a0-1aa9a8a6c529	1295	C37-4	2002-10-31	\N
efb66ed2-51cf-4bdd-b9b6-1de08d57b36a	1204	H09-7	2008-11-20	\\x0b
39a5b7b8-bd36-456e-8fff-f0787723d237	1005	P15-4	1995-12-05	\\x8514
c276fed5-edf7-47da-ade5-7012b025e2d6	1786	N21-5	2017-12-13	\N
439d2758-c697-4b08-9357-421bf0e840e5	1092	M15-7	2005-07-14	\\x0ce4
a000c49d-c5a5-4196-a82f-656d02fdddd2	1886	H06-6	1996-12-22	\N
7942fbdb-1302-4621-b0c4-ad76ce15d6a7	1203	C38-1	2023-01-13	\N
be25d1c4-b626-4151-9247-bf07b1e6b871	1007	H12-6	2018-03-15	\\x7a67688a
beb23d48-ca04-4d93-9ffd-501bf685cac6	1345	N38-6	2012-07-17	\\x3067c18578c3
890ad9a8-99ff-4443-84f7-3756b85fb487	1105	T17-6	2005-08-05	\N
a09e824f-cfcc-4ed1-8460-c513c08b2057	1709	T11-1	2000-08-19	\N
2d1e1f7e-886c-4c55-9607-e9c6895857d6	1621	H05-3	2007-11-24	\\x4f769a02
09cdc87b-9c72-4b97-9cc5-65bc2e524e3f	1383	S01-7	2011-10-13	\\x759467
a7fa898e-1ec6-4a36-a2a6-371e78436a34	1811	C20-2	2022-06-04	\\x3da889
879abf33-d024-45f8-96f5-8e30e29a1909	1426	C07-3	2018-04-21	\\xdc3ffc39
6290b80d-9f04-4575-a572-392d6082ca40	1834	T08-7	2021-01-14	\N
36070d73-e30d-4fe1-b1de-e48ae05b10f1	1286	P13-7	2014-11-26	\\x950fbe875bd4
253e49ff-fd6a-4059-bbab-83a4d8e8fb97	1473	S28-6	2006-12-29	\\x69cc49
676d80f2-9b12-4d47-b8f5-559753a5af1a	1679	T18-4	2018-04-06	\\x6d7256
1c489ccb-c459-41b0-ad98-dd4520bb94e1	1477	H37-5	1995-12-21	\\x82658c
7bbc3f30-472d-4e18-aa6b-c2e7fc6fcb75	1309	M16-5	2006-09-02	\N
4edbc86d-cf44-461c-9055-f4bb932a87ec	1727	M26-5	2012-08-04	\\x
096fe303-3daa-4382-b157-118abe682add	1310	M01-2	2020-04-05	\N
7419a777-6169-430a-98fd-72f69a406001	1796	C14-7	2005-01-02	\N
4685e280-2897-4790-96c0-1748a061e55b	1614	M25-1	2024-10-18	\\xd928
0b83d598-396a-4219-9743-f67c2a6af695	1162	T22-8	2008-02-28	\N
84e16909-22c3-4562-95c7-aba33d45b34b	1666	S31-3	2004-02-06	\\x
441af8db-6be7-45c0-9312-bfc22f5fe978	1041	C04-1	2009-11-10	\\xa3
af2915c7-a369-4699-9505-7d85aaf38b96	1592	H08-8	2023-06-30	\\xc65649
49cdab0b-b4af-474c-86b7-afe47bc9617b	1771	P11-7	2025-06-28	\\xc6da46cc
18637af1-cfe1-442a-8bd2-8d9baa3ea1ca	1692	H20-7	2009-05-21	\\xd29d3030
818545fa-2e8e-4844-8f46-4fd7c2941304	1454	N35-8	2021-12-04	\N
f6de0953-156b-46ed-afad-029cbc1dede3	1404	P08-4	2008-09-18	\\x3964bff53b93
eb1a9d86-0fd3-482b-b5b8-2e0a5a54212e	1674	C06-4	2018-04-07	\\x
f98d66b2-60de-4676-a086-d13b7cdc844c	1069	P17-7	2018-11-15	\\xcc1cea
79446751-61a8-488d-bc73-6c06bdd7046c	1694	C23-7	2023-07-12	\\x
67aa7770-9c92-4ef2-bdf1-803606fd5212	1622	C03-4	2015-08-11	\N
0473395c-d016-4d23-be98-f931ed3f286a	1313	H11-1	2023-11-06	\\x97ba
7de8844b-13de-4783-a81d-a7abcd596a67	1878	C12-6	2001-03-08	\\x43
fc507217-e0ae-480d-8be6-4ba0bf45f41f	1457	S21-4	2018-12-30	\\x70
34e4b693-1f01-48b0-9d1f-178124340a59	1760	C14-2	2001-11-02	\\xd5
efba3682-e88f-4c96-be93-2f66aa571a79	1244	M10-3	2000-12-20	\\xfe412bd962
f8e4c8ea-1e28-42ef-8c3b-db2116bfc000	1441	T30-8	2015-08-29	\\x30d731
08329a87-43b2-466a-8ff7-d37695bece07	1632	S11-3	2014-12-31	\\xc50dd1a6
9c7fdd4c-dd72-41e9-b23b-3992f7234353	1799	H05-1	2010-12-16	\\x2899a48219
4a4b5dcc-d10a-43bc-88a9-bc6f3a87d612	1831	H01-3	2011-01-23	\N
5532995c-c7d5-4c6e-af84-3a702923409e	1186	T38-2	2000-07-27	\N
f7ff0531-b73c-4165-a217-a11db1b91e78	1152	H17-1	2015-01-06	\\xca98af4c
668a30e9-11cf-4171-871b-af3194e174cb	1053	C08-4	2015-01-11	\N
9d6cbe4c-acfd-408e-ade5-673a8a8ed6cc	1455	H13-2	2022-01-31	\\x2646c1
a62bea80-940f-4d37-ad74-5d64e0e16801	1292	C20-2	1999-03-02	\\x61
e9232cfe-7671-4134-8504-7006e00abef6	1371	S38-5	1996-08-31	\N
86413f62-ed41-4aa8-9fff-39e5475def3d	1403	T28-8	2007-09-03	\\x50
8cf3867c-405e-40dd-9bd3-1c72a989f11f	1363	H03-4	1998-12-15	\\x1cfbdd
9735d892-1814-432c-8a22-cb961f1e7d90	1478	C32-6	2024-11-17	\\x4d21
98947d81-d0c9-4b7c-9d0c-af6998b7843b	1879	M29-7	2012-01-08	\N
384ccadb-753c-45e7-aee8-fffc00ef7a60	1676	N18-6	2002-01-18	\N
9698b4fd-2954-47db-91b9-c318ef3b13aa	1296	N26-2	2001-04-24	\\xfb0724d786c2
bd0dbf0a-96f3-442a-abb0-d2a57815b0ea	1550	P33-3	2000-06-16	\\x
5d157bf3-6600-4166-b1ee-59f6a9a0154d	1342	N37-8	2022-12-21	\\x
b794cf03-014e-4ab1-a605-37fb08fd7e53	1040	C27-5	2003-07-24	\N
181e40b8-70c9-45c1-a801-4501949f6428	1755	P02-1	2012-11-02	\N
11bfc73c-3e1d-43ed-82d9-1948e2e2b68a	1358	C23-4	1999-10-10	\\x865c63e200
e8bf6cc4-fcb2-429f-9642-c5f34b5f14fc	1592	H29-3	2012-07-31	\N
aba12588-d1a4-404e-b758-2b0ecb1cca75	1229	S01-5	2006-01-25	\\x3e
54e333de-c533-4432-b0c5-a9604fda2ffe	1571	C37-2	1995-06-20	\\x57bb
554b7e65-ede4-4f77-8663-666d5865d163	1650	C37-6	2008-07-12	\\x
2cec8ae9-7f59-46a1-89b4-53744878e2c8	1331	T26-2	2016-05-23	\N
0a750bb4-68e5-4774-8f6b-5ce93346590a	1760	C29-3	2011-02-01	\\x03
442c7de3-0dcf-44c0-aea8-7eb9542378d9	1527	S17-7	1998-12-18	\\x2e
5988ad23-54b8-47b4-aeaf-9397479b7204	1094	M23-5	2005-05-30	\N
25678fe8-0868-4ce1-a1d9-e6bf3c4f9475	1608	T32-7	2003-11-11	\\xe205fd
b90e0909-fac2-4595-8bdc-35aefe0979af	1534	S24-5	2005-08-11	\\x
c1f9468f-7334-4a86-8cbe-429401681913	1678	P02-8	2001-04-30	\\x78
f0375a02-8a4c-46d4-a3ff-994952882a6c	1306	H32-1	2024-08-06	\N
43cf27d6-dc36-403e-9ef3-c793e64a2d72	1588	T08-1	2013-06-18	\\xc6
5a9c88c1-96fe-408b-8184-3ff9c35d6ed3	1419	H21-3	2018-07-06	\\x
9be75075-22c2-45cb-8c6a-d3d724dad816	1067	M31-6	2021-08-17	\N
f411a4a5-9e34-4acd-8f8c-4c3e780bd9f2	1182	P36-4	2015-03-30	\N
4280f8a4-bee6-4f6f-a8a3-61587a6fad06	1244	M13-3	2023-10-30	\N
34722a69-43c1-4a41-af97-b88bdfc3234f	1737	C10-2	2008-11-11	\N
47d66416-ce7a-4a37-bc5e-e15ecf740f9d	1068	T08-6	2016-01-17	\N
a807514e-79c4-456f-b970-a2e512e349b1	1508	M14-3	2002-03-21	\\xa01f56b545
45815624-962d-438f-9d4f-2bd0abc3e7c9	1710	C05-4	1996-04-08	\\x6d11d1
0d435f72-630f-4b10-a62d-e60c3e7cce46	1275	S12-1	2004-02-23	\\xc781d5
327f7673-57c2-4df3-b417-9737ca2e740e	1365	C18-4	1996-08-18	\N
19582d71-7ba7-4934-914a-655e836bd5bc	1275	S36-3	2020-06-27	\\x3397f42e6c
c6550bd2-579d-4b14-a63d-106c907cfcde	1043	M07-2	2021-05-15	\N
5e976b14-cf4e-462b-9ba9-a6d1ababc0df	1159	C12-5	1997-03-06	\\x00808104
4ad23ab7-6888-441f-b609-9bc5fa917c6f	1031	N02-2	2005-01-25	\\x8c82a7
59eed4ff-1cc0-4273-9057-fc8839d2130c	1157	T21-4	2016-02-17	\\x
658cc0b9-0f7d-45ff-9e5a-bd3de410052a	1369	S01-7	2003-11-08	\\x48d520
4a44ac2d-7628-4c5d-89d0-274d7c74c3f4	1868	H30-3	2015-07-29	\\xbb
34d9e727-1245-471f-8384-f39cfeecfcb0	1323	C26-7	2019-03-09	\\x
2423188e-2994-49f0-b0e4-5e4336c0dc60	1754	M08-2	2003-04-15	\\x647e9608c771
5b3b7eda-9522-4fa8-b069-8e897e9076da	1251	S30-2	2023-10-06	\\x3c007d4fb00d
2b511193-7fcc-4c0f-b570-749a10cc40a1	1141	N31-5	2001-11-12	\\x
0d06583e-6eaf-4433-86d3-d48404fb7eda	1403	T33-6	2023-02-20	\N
5743d57e-264b-4548-a162-c1c2ed19dd3d	1236	M05-2	2016-03-19	\\x909004bb
05c81c7d-9bb4-4c25-89de-57b470672e40	1358	C31-3	1999-01-22	\N
d852ee61-3ed0-40f6-a6de-1c17d7324eb1	1280	M30-6	1998-10-29	\\x1f1184b049ec
a67c82b3-420a-4a61-8f51-359cc5165a04	1617	C07-8	2009-04-07	\\x4dd7eb41d1aa
335bb6eb-ca08-4ad6-b4b4-7d625d170de8	1272	T13-7	2005-05-08	\\xca
05cc648a-006f-4afe-87d8-a6f0799f79b1	1044	C18-5	2019-01-11	\\x923d
8788f979-7c72-4876-bf0d-87c8e7701f28	1586	T19-2	1995-03-02	\\xc574136bff8f
af20ae86-7eeb-44e5-a315-d351dde9355c	1768	S25-1	1999-01-04	\N
b0d946ca-1b30-46a1-a6c0-bc2f39588185	1254	C12-3	2016-05-06	\\xb5
2c3e795f-0bff-4135-9b32-7dc55543f538	1285	P26-1	2008-03-11	\\xac0c66
eede6721-836c-45c8-a72a-2c485735715b	1150	N28-8	2021-07-20	\\x48fa90
64bfe709-a40d-452d-bf86-c0e54a9bf349	1890	C04-6	2008-04-06	\N
7cbf8715-5181-4f9b-a024-873f2284d40d	1417	H05-8	1995-02-08	\N
1082608b-de46-496c-acda-19a47ed05c0f	1068	T37-5	2006-10-06	\N
7787b3b5-69b5-48df-9dc3-98624e6f062b	1405	H23-7	1999-01-29	\N
b50eead9-1e16-4ca3-a0d1-2133e6c35790	1836	C17-7	2008-11-11	\\xc9f2ec9450
3a3e4786-e25f-4e83-a169-cada017880e5	1343	C10-8	2024-03-15	\N
874d9435-c71a-4df8-9315-74482d3eb8e2	1870	N08-6	2001-07-29	\N
cd07f5e4-ab5d-450f-bbf5-274e36bdcbb9	1033	N21-4	2000-10-03	\N
c6d03a3c-3a9a-4f8a-9197-7f992d041041	1285	P30-4	2023-08-01	\\x
f55baf8c-a1f0-4d1e-bcd3-05b7084c61e1	1506	C29-4	2013-01-01	\\x42b95193
119f5446-6a11-483b-85bd-ee030d20c417	1036	C05-8	2016-02-25	\\x1127
65ab86ec-ed3a-4572-9f33-14dae2d7980d	1829	N34-6	1998-01-10	\\x
65a07dd5-ee9f-48c6-be58-4948b6839704	1451	H29-1	2008-06-14	\\xc575
ebba9125-0dc0-4dd5-a669-66a0de1bbbf9	1509	P28-4	2005-05-08	\\x3072bc
5d9e80d0-871a-489c-94c5-618654e33f2a	1498	N21-6	1996-04-08	\N
2560d513-2e2f-44d8-90a4-3b4fcabfc5f8	1579	M24-6	2008-04-10	\\x4e4d
e5d6dce5-a5df-4a01-88a8-f98b870b5dd3	1118	P25-6	2004-07-22	\\x86a8
7377c271-5c43-4226-989d-d8f1f87ee5a0	1501	N23-2	2021-09-08	\\x8d
a260cfde-bda3-4123-805a-0f459173ca4b	1886	H12-4	2014-10-20	\\x3624
7985b8da-8fc2-4025-8b70-50fb93f7e90e	1389	P38-7	2016-09-18	\N
c0e4089a-b909-4f37-a2ed-f0063f44e62e	1193	M03-4	2009-10-01	\\x169d2b7560
9a91ed5c-a7ed-4688-b0e8-82beca3d173a	1193	M32-7	2017-03-25	\N
7343cdf7-b65d-43f7-b1b4-8ba6adf32414	1777	H13-6	1995-10-12	\\x20b971d1f1
843a7c5f-7359-4a08-a73c-e7e7fcf13be2	1799	H37-8	2002-10-03	\N
1e28a9d2-5be8-4271-8060-e305b3df86db	1471	H13-5	2021-10-29	\\xab
4d2672cb-b9dd-4c26-8b6a-6a0b3e8d4c7e	1045	M08-3	2010-07-12	\N
2544722e-9ca4-4780-8b87-43708c49bc18	1316	M18-4	2001-04-15	\\x2de95da0
4cbb7733-ff7e-4378-afd5-150dc1779343	1570	M01-1	2014-07-15	\\x82a28fd382
a50d2080-e96c-4e16-bf32-d2356f8c02f8	1507	S11-3	2018-07-08	\\x9108c1194afc
4d6423b8-de13-4cf5-b103-430cd2cd9559	1790	P12-2	2006-10-27	\N
0ebde9a6-fcbf-46d7-b32c-c1b9c5b2e990	1461	C31-3	2019-02-13	\\xe269
29ed81be-acde-4d4b-9e45-99d3a71e194b	1771	P08-6	1996-08-03	\\x4314
d09bb77a-55a2-4800-a0ae-24e077a9eda5	1509	P05-1	1997-11-29	\\x
c1349023-324d-4590-869e-5783e962863a	1568	M05-3	2016-07-16	\\x1c55c77b77e5
b80edf15-5854-4999-8e9c-f741193a0a15	1439	C17-5	2000-05-23	\\xc0f2
15a05ad9-53e7-4998-a298-84141b614711	1059	C36-2	1995-04-17	\N
f79b37b2-3ab4-410e-a90c-0d8f08198481	1631	C34-8	2025-10-23	\N
11eabd56-9ea1-4dfe-835c-7d6f3b1bc2bb	1366	H08-6	2007-01-06	\N
8e210cf2-104e-49f9-bc87-d3b7ccfacdea	1019	S33-6	2007-04-20	\\x
9587329f-4152-4b4c-bb2a-04aff3b43c9e	1386	T38-3	2024-01-23	\\x9d0b
2e4df84c-bf14-40c0-8bfd-0bb1b06a9a84	1876	C17-8	2025-09-09	\\x9b86
b78e046c-3c15-4511-a838-e4e7370251bd	1573	M11-8	1996-10-28	\N
9c4dcc41-e7c2-4b8c-9f39-146b93039447	1257	P16-1	2003-09-08	\\xe7934553fa
0434dd0a-74f3-45d2-aedd-786d82c910d8	1066	H37-1	2010-01-25	\N
93e36b6d-d012-495d-927a-14ab3da3b1b7	1571	C16-3	2018-08-14	\\xf3c481
ab2af528-9143-438c-b5d3-4c706a4d5d68	1256	C38-8	2019-03-24	\\xaa2671
38d6eb29-ceae-4675-80cc-6aa320e70976	1805	P29-7	1997-02-04	\\xd0e5
8494ec0d-9909-4df7-91cb-9be578833b8a	1035	C25-2	2008-07-14	\N
8ad395e8-c9c2-4783-85fa-59d47719f693	1864	P04-2	1996-05-26	\\x36a623
b754b76b-997f-4e0c-961e-4fb400b555f3	1575	H11-8	2024-08-04	\\x1aa3b67f
9e6e8ad2-eda6-418a-a70c-08acec64c01a	1761	C26-2	2003-07-01	\\x89
756a1929-5773-4771-b685-6d48195875c7	1054	S01-1	2013-05-12	\\x11e77e71cbcb
1ccaa50f-bfc2-425d-9708-ed28259cc540	1184	S30-8	2015-03-07	\\x7fedbae0
a233f727-602a-4946-87b2-3e241f5efb63	1343	C25-3	2007-04-13	\\x76
70162cc4-4503-4e59-a7b3-48d491b2d129	1340	C04-5	2014-07-24	\N
af3450a0-d9ca-4e9c-ad3b-0907f88cbc99	1837	N38-7	2023-12-18	\\x
fa4b4922-28a2-440c-95c4-4e4c270333c2	1492	H07-6	1999-06-02	\\xcb4e2176
6e447864-5efe-4caf-8e1e-81c83ffa66e2	1434	T33-2	2021-06-21	\N
547219a3-d58d-469e-8099-03a5518c357d	1805	P23-5	2008-06-03	\\xc6cd85b2a3
475d5b07-e93a-4bd3-9d28-03385a305bcb	1614	M29-3	2012-07-28	\\xe36abc5e
8b3be60b-f9d0-4867-ac0a-5f9a544c51ce	1289	T23-6	2019-03-17	\\x98c2cf
db73c8ab-bf48-4e55-b38c-35c0aa4c78d4	1557	H27-5	2005-04-07	\\x04893f
503def4a-5523-4c89-a4d7-13797cbc2b80	1750	M18-5	2023-07-04	\N
980ec958-e182-4e77-b742-ad725f2bdccf	1711	N29-2	2002-08-30	\\x
5f251609-58a5-473f-bf7e-af1b441914e4	1268	T20-7	2024-06-11	\N
f55674dc-c264-46d6-af8b-9122531a80c6	1732	T29-8	1995-05-02	\\x0529b1ef63
fdfb4643-5393-482d-9615-3cc27190c020	1808	P33-7	2014-04-11	\N
dee49fd6-324e-4960-8ff3-caa9d48829b6	1262	P15-6	2019-01-21	\\x82e1
2e6fa63e-49f0-4f6b-b3c5-6475210a7951	1284	S12-7	2001-07-01	\\x48def8
2c46edd7-100e-4f2a-96df-9a37159de89b	1709	T28-8	2017-12-07	\\xa384fe3a5f8b
d0c812d6-1bfb-4ad1-bebe-29480b540aa7	1800	C07-8	1999-09-05	\\x9c
85c9b9b4-da48-4075-a000-520b7f852a93	1539	N36-1	2006-02-17	\\x646721a27e
8b5546b2-9eac-4063-a575-c48d1ebed9a4	1510	N16-7	2006-08-16	\N
75df8b29-77c4-451c-b6c6-26ff61823783	1721	P29-4	2006-01-10	\\x61e2a146036b
be135629-9e0b-4700-a38d-78271959f932	1258	P29-4	2004-08-10	\\x023d
b5df3aa0-7fbb-46fc-b91b-4c90714bf7a5	1299	H33-8	2024-01-17	\\xd9
51e8f3df-646f-4466-96e4-1e6a48a4ba9e	1289	T25-5	2023-12-17	\N
a4aea5ee-69c5-4b9e-85aa-12f7d8a3d2c3	1159	C34-8	2020-06-16	\N
004bf9c4-5ca3-407e-96fb-a50c66d5ec10	1292	C33-3	2023-10-22	\\xdb2fe3499598
83a798b0-7986-457b-9905-42eb54733966	1863	P24-8	2009-07-31	\\x9e
3e8b41e3-2597-430b-8973-70b8f0a3739a	1511	T24-5	2011-07-20	\\x67e5
fda4357b-426a-4acb-a213-db886b7d7aa7	1212	S32-6	2007-03-26	\N
5cf21fff-a956-4d4b-8fa1-51e033cc1474	1329	M39-6	1997-03-01	\N
8da0a146-5c56-4adc-94a5-16074586fd29	1764	C38-8	2015-11-23	\\xcbf1
8bfbf67d-6287-4c05-9202-a51059fd8f19	1171	T27-7	2017-07-10	\N
62f556d8-d8d4-4d7f-a9a6-2d4f6bee8833	1850	H01-7	2024-01-08	\\xea956921fe
7cae4349-ea16-4373-b304-caebb46be381	1789	H07-2	2012-10-10	\\x6eb70525
bbdf7b46-a8ea-4258-980e-86d113075b7e	1128	P36-4	2006-12-24	\\x8f0e4c6a
810206c7-b8a1-44c1-b1b8-90c82ecde611	1489	C25-1	1997-03-05	\\xac4f
e6fba99d-fdcc-44e6-9a50-e15f0c80dae4	1397	C10-2	2019-05-12	\N
7b1ccd00-f741-41f6-a199-3136fa343d6c	1785	H15-3	2004-09-02	\\xe8aa
7d021670-e1b3-4666-b9dd-ac8e36f69d47	1398	H06-5	2005-01-02	\\x333c4f6d
eaac7940-43fa-4849-846d-6e81e70dbadc	1090	T33-5	2006-11-04	\\x2f15b60e
355e5d4a-6fd8-468b-aff5-c17a0eb8b424	1187	N10-1	2001-01-10	\\x
1a65973b-6331-49e9-8fd9-b45d78c41987	1491	C16-4	2008-06-26	\\xd19a65c098b9
8e87cf63-fd10-444b-9fd3-c2db5c33a5de	1022	T08-8	2007-10-04	\\xbc7b51981c
ade229d0-e010-463c-89fd-b8543ef52200	1223	M14-6	1995-09-19	\\xccac
45aac437-28d6-4c20-9e5b-cb9800c6f126	1125	N08-8	2010-04-29	\\x97382abe57
a2f61932-e4a0-412f-b824-532b1cc06a54	1871	S39-4	1997-05-22	\\x657c13dc8f
ef4579f3-6395-4bc8-b808-0a7fbe10c44c	1791	M37-8	2019-02-21	\\x6862484a07bf
8ed3034f-0fbc-479c-9a57-5395d54be571	1580	S02-5	2007-01-18	\\xe2e07e895447
950427ec-b6e4-41d3-b0d0-ceec885acb2e	1433	S10-8	2020-08-08	\\x73cb1f
42eb97ef-10d1-4e37-8a5c-2cfe86e55e2b	1638	C31-6	1998-07-19	\\x5af0afc329
c06a15e4-fb7c-4c93-8a52-e0ab1cc1d3c4	1769	T15-2	2023-11-17	\N
dbbf4dc0-0a61-4036-8cc0-a36c61e0502c	1831	H23-5	2002-11-28	\\x1ecc
ee681c26-7c95-4481-a7a2-52e299fd4e05	1368	S26-2	2023-10-24	\\x57
36145f1c-5bec-4b6f-8e29-7c03cf4fa3f8	1681	T13-5	2015-01-10	\\xa37672
f53e534f-3fe7-44f8-a960-9b39a238d729	1859	C18-1	2021-07-09	\\x6406d1c1ad97
d4d9f3f2-ed23-4f62-9805-24fb038f88fe	1796	C11-5	2019-07-29	\\xda4dc9af84d8
9391ad81-d436-43f0-a9b6-f98989c711da	1797	T23-1	2001-04-10	\\x649749
6ce45a8f-4238-4d82-bbd2-e69a6c9373f8	1511	T32-6	2010-03-11	\\xb7b9c5dcfb1d
46d1d46b-def7-4d1a-86aa-5c12f8852ff7	1030	S15-6	1999-09-26	\\x98cd14a76fe7
f1e50d44-fee0-44a7-810f-46defe74b931	1189	S30-4	1997-01-14	\\x3e61
31821a1b-e10b-48ec-bf6b-d41257a19090	1552	T28-4	2001-07-31	\\x67d0f1d3fe
9cd7f3e7-0d44-4b3d-aff4-aa0c2d2fc9db	1180	S30-7	2005-05-31	\N
39ca1cd8-5a9e-40f6-9bc5-7a9d2cb6fccb	1683	C35-8	2014-02-20	\\xec4d825e
7a931f3e-8f3a-410d-8389-d5c7c1fb4db7	1053	C06-6	1998-01-22	\N
2c38446f-d5b8-493f-b390-e14752237219	1724	M08-2	2014-10-04	\\x14a4
55d7d989-a6dd-4b58-8148-17b8c2f8a538	1820	T17-6	2007-10-05	\N
506ea41f-39e4-43cf-97f1-963b031baa20	1585	S24-1	2003-11-15	\N
1a030112-8169-4819-8e97-923d180a3243	1363	H01-1	2021-12-01	\N
b045aba3-29f1-45ff-9099-d31d728a49a1	1777	H22-3	2002-03-13	\N
cd3bdd5e-00ee-4de0-89e6-c62e84bb9499	1002	C17-6	2006-07-14	\\xd86fbfddd1
053684c0-cb31-4496-ab88-a35579bfc2ce	1150	N02-4	1999-03-25	\\x
dbbd5d7c-55b6-411a-9543-24322fb49e9a	1183	T27-8	2024-08-31	\\x
ba502a32-8bf9-470d-a195-c3d90b987a42	1867	S08-2	2008-05-11	\N
987c8aaa-57cf-4170-8431-9e78932ef19e	1486	C30-1	2018-07-12	\N
48ccbe13-0401-4baa-8613-fc3a3900a9fb	1838	H39-4	2007-08-20	\\x4d0f1b
88494ade-e299-47c9-840e-106a51aaa934	1219	H05-1	2017-10-22	\\x79
d66076ba-6962-4825-bbfc-c194a82abec6	1323	C01-7	2022-01-05	\N
af046830-4afb-4d42-a0cb-70e3aea88188	1694	C34-6	2025-12-01	\\x198b8b43
eed42e42-d156-4643-acb5-2d6f92380a4a	1695	P12-8	1995-02-22	\\x51
80c51f83-4c02-404f-8079-6234a7a27c2c	1683	C34-3	2000-04-06	\\x
d26f01bb-a306-4e47-ba89-9abac9b98480	1441	T32-3	2021-06-18	\N
61669691-20b4-47fb-a602-252805c1822d	1737	C16-7	2016-06-01	\\xf88256
1c4bbb71-4d23-4e88-b76f-2abacb8029c1	1742	M14-8	2012-03-23	\\x9e
1fc670bc-bae1-46d8-a388-68329bbdd301	1051	M34-1	1998-05-01	\\x7b4883
0025ef81-50c5-4544-b968-3dbd010db701	1507	S32-6	2001-03-03	\\x63fcb4d037
89d5620e-9b43-47b1-9521-8b5464a4e991	1494	C28-4	2016-07-23	\N
dd89227b-3376-49c4-b108-adf56631fd1c	1285	P28-6	1997-09-29	\\xcae423
038644b3-862d-4c9a-bd6c-929f86ffadcc	1826	N09-1	2018-05-10	\N
fe826f0e-dbc9-4cad-a4cb-1601207a54f0	1012	M10-5	2008-11-19	\\x235e
42da9987-c152-4dca-8d45-6560bb2b49d3	1254	C23-8	2024-05-24	\\xd9cb4d
a164d0a7-9f90-4561-b5b3-dfc2507a7d22	1264	S33-2	2023-06-06	\\x6fa3cfe559
ab265b97-adb8-4fc4-8880-8edc252365e4	1864	P23-1	2013-11-01	\\xb9db1d
53c6dea4-976f-4533-a422-ced199745efb	1062	T22-7	2012-10-21	\\x8e29
abf0c450-2cfd-4870-bae3-7adcd4e49ce4	1126	P04-1	2016-03-17	\\x2d121c97fd36
a7fd7cb6-fda8-4976-b378-777d80bbbda7	1757	N20-7	2006-11-18	\N
7aefb826-8134-43f6-8175-8ce196688c7d	1013	T31-1	1998-12-04	\N
7d3b60ef-8be9-4eaa-b947-12cb610403eb	1727	M01-3	2015-05-11	\\x8a8a08
13ddae6d-feea-4790-8e16-ed0e8524023e	1368	S10-7	1998-01-04	\\x8ffb2b
95a78ec7-d23a-4084-a4cf-dfd4925b621d	1175	C23-3	2007-08-07	\N
dad8fc61-bcdc-45aa-b05c-793aa99d9c01	1837	N28-7	1995-12-05	\\x7aaec4
4bbdfdc3-a96f-4828-970f-c2bd8ab169f0	1717	C33-2	2016-09-07	\N
86da90ed-334c-49eb-8dcd-63446125c95a	1425	C31-2	2023-02-27	\\x4d392f
73dceecf-defb-45c7-bd7b-fd07f245f9e2	1518	T11-8	2023-05-01	\\x33
b89fe93f-fd5f-4b06-9728-7dc56efde165	1053	C10-7	1999-02-01	\N
9fb6a401-a184-43b4-9bec-a361fc8047d1	1875	C07-8	2023-06-30	\\xfc9df96f1c3c
48bf3666-25f9-4b7b-b8b6-0f0f7d37ae53	1213	H13-3	2011-04-10	\\x7e42f4
d2e20cc3-2ffb-4cdd-b0fa-d72993bb6a78	1056	M36-1	1996-09-08	\\x
630425c9-82de-4d08-9649-3ad7f8332bcb	1486	C31-4	2023-05-29	\\xd4c9
ff78ab61-d12f-4976-b111-02fe9ac91f99	1092	M32-3	2011-05-05	\\x
1b7c36d5-6b86-465a-aaec-2ed6d4f52224	1166	S15-7	2010-10-30	\\xb17cd0d843
605ca097-6978-4de8-91fa-162d5678f0c5	1405	H29-8	2006-01-16	\N
86bc22b1-1764-4f80-829f-5c5011a8f548	1674	C06-3	2023-07-24	\\x0567
ae6c6179-3cb2-4aa9-ad7c-4f648e892149	1479	P11-7	2014-08-19	\\x3c
d66919aa-eac1-4b0d-bb42-79d9cdeb9d99	1270	N28-7	2018-04-06	\\xaa27068f
53ef7431-1e25-478a-ace5-e9ff91e1b429	1497	S31-4	1997-07-24	\\x2c
d81fc14a-e21c-4dfd-a0c8-6efd708e6a57	1464	M04-5	1996-09-01	\\x944ace
a30a0b83-3482-464c-b0d6-c4f4b3f9def8	1547	M38-2	2020-10-30	\N
598b8cea-ba73-40d4-b800-d6e96bc2deb1	1377	C33-7	2008-11-05	\N
f2edc600-1acb-4153-a794-a5638742644f	1538	S31-5	2006-02-13	\\x485986fc55
e3d4d8d4-8bb7-4d73-a75e-ae49e9679d15	1260	C04-3	2017-10-01	\N
9b900954-377c-486a-b9a7-f8efe69607c4	1528	H37-2	2015-07-03	\N
4b07c1c0-fdf2-44c4-82c4-30959dba78fe	1811	C05-5	2014-07-16	\N
40fd826c-4a45-49df-aa7f-474cefcc1e4b	1288	T14-3	2022-06-19	\\xe22d05e54bf2
49298c2c-e751-4ed3-af12-c4cfb1e193c1	1716	S28-4	2004-04-12	\N
cc1a71dc-1d34-4e32-a0ca-bb8892855bc6	1477	H24-1	2016-06-15	\\xcad52664cd58
19e726de-5df8-4cde-b3e4-bec70767d812	1500	M07-8	2016-06-02	\N
536a3b1b-1ad2-43eb-841a-913940acd131	1830	H19-6	2012-02-09	\\x5f005014fa
ffd4dfa4-2995-4e2d-a60f-d149d5a946ee	1342	N19-8	2022-01-31	\N
1985ddec-9e91-47cb-b570-34657e7bcfa5	1709	T10-7	1998-02-16	\\xc2438e
8b7e1406-bf99-4103-aad9-a212e741c87c	1030	S07-3	2024-10-25	\\x
f2b2ddc1-aa46-4e1d-994f-072df7e99b07	1303	C30-1	2011-01-28	\\x1f907ddfb85c
2f6eca1c-00a1-4c52-8063-ed10723811da	1281	T20-5	1999-11-08	\\xf892e2
b3376948-4c26-44d8-83d6-598ac5158c88	1884	N20-8	2025-08-06	\N
32a09de1-2948-462e-b3fe-facd0857c579	1004	P09-6	1998-04-18	\N
131abb8d-1cfb-490a-ba45-a637407a8847	1096	H17-1	2024-08-15	\\xcfa2066b9d
9b880605-dfb0-476d-a983-64a0ad4ed5cf	1048	P17-1	2021-09-19	\N
1b8a6545-1d67-43ed-932a-6399940516fb	1045	M14-4	2023-11-05	\\xf6
d9c0f1fb-6ed2-46b8-bf2b-e32e9eb9f2d7	1272	T11-3	2009-06-29	\\x
703c7ae4-29ff-45d7-a618-09f499216d7c	1252	P21-7	1996-08-28	\\x8e3980ca
19f22695-0131-4fca-aaa0-a4701b13c008	1032	C07-4	2009-01-15	\N
41af637a-2be6-47e6-8e17-56d88d0bbca7	1067	M13-1	1995-08-02	\\x95d1ee
5a18de36-dfed-43e3-823f-0946d36e3b40	1474	C03-6	2021-07-03	\\x384d1e4c2f
80d3f58f-9fde-4088-8f4b-73230030430c	1024	P37-3	2018-03-20	\N
2341aa2e-2aff-40aa-a5c6-658ecdf72144	1893	C20-8	2018-07-14	\N
8e15cd23-4feb-46b8-b4d3-463b970bae8f	1794	C32-7	2019-01-16	\N
1da47749-23b7-4313-89f8-d51f492528d7	1789	H39-4	2010-11-01	\N
e7fede32-a440-4ea9-9adf-d6cc853bbb3d	1865	P35-3	2019-03-23	\N
fceefd87-c85b-40bd-85cb-cdd358b4f5b3	1185	S15-4	2013-04-09	\N
cdaa81cd-c339-4923-9604-71154be44ed6	1491	C19-6	2004-09-16	\\x95
2cc5a426-d6ca-45b8-8251-46d84471d5ce	1331	T09-8	2015-03-10	\\x1d5566
47078ce2-2645-40a7-92c6-49d34b300067	1204	H19-5	2025-08-11	\\xdcad66e5cc
1a4ab319-82c0-41d6-a21d-81dac45eb7ab	1254	C16-3	2023-04-19	\N
69b05a71-99c0-4b9f-96b5-3f645a078b63	1363	H12-2	2019-03-05	\\xe7be99a026
215419fe-bb7e-4f6e-ac95-74ee3a74de56	1058	C24-5	2025-09-23	\\xab1872
9ed669bd-7c50-4a94-9d66-60a46902fe7a	1514	S04-7	1996-09-24	\N
d5644721-02e0-4455-8549-2fafef8cd187	1250	N29-8	1999-07-10	\N
0bc1d4bf-f138-465d-9b59-af3617f03421	1843	P15-2	2000-06-21	\N
62a8b3a9-dd46-4f60-9d05-6c3737b1363f	1056	M13-5	2021-07-13	\\x86bc2b10ca
24abf347-4cc0-4722-bdf4-84b77158241d	1667	T32-8	2016-02-01	\\x6dccee
eab84267-edbe-4f84-bcc0-67a7559af627	1127	S32-2	2008-06-08	\\xc590
fa22d17d-1aee-46a7-bace-9e581d3b72e7	1401	H21-6	1999-10-30	\\x97
f13daadb-eab4-42b6-913b-bdae63c4d6b9	1801	H11-2	2024-12-29	\\x
1c2b65ea-a814-4229-91a4-546ba533de0b	1237	H06-6	1999-06-06	\\x
066e814e-aa9b-4ddf-9a9b-6151353637b0	1862	C18-2	2012-02-24	\N
bad0ff98-cd12-48cc-bd78-7badabf110dd	1216	C26-4	1999-07-18	\N
60862993-f05e-4b5f-a53e-ac83b5c3f77d	1064	M30-3	2020-08-15	\\x756d
66f4cf56-b6b0-4d6d-ba6b-a80a2a6a2200	1549	C10-4	2006-04-15	\N
5dc029de-c29b-4319-a54d-1b33e318883e	1025	P15-2	2025-04-16	\N
38473a94-ac27-497c-8ea5-51bc814f2b38	1018	C23-7	2014-01-09	\N
25484130-c899-4f67-8fd4-4881dd84cf01	1237	H28-6	2008-10-17	\N
9f37921d-ac07-47cd-90ae-d3a30a1776ad	1336	C23-6	2018-12-31	\\x89cb5d46
140ddbfe-081d-4137-ab3b-d16490ed10cd	1010	N17-6	2018-12-06	\\x322594dcb7a6
24b0fe27-6913-4aef-94f0-da02bd3f0e95	1466	C34-8	2003-07-14	\\x
50126cc4-e34d-4f41-b146-67b0e1d9d66a	1032	C36-7	2010-03-02	\N
8a11c465-4052-480a-bdd7-e14f42e4a34f	1226	C28-2	2010-12-31	\\x41692a83
818dce6d-3ffd-4c27-9408-32c80c6ca768	1075	S37-2	2002-01-21	\\xee6dde93a1
3c8ae0fb-48d5-4d09-97d5-e7cff48f4f29	1735	S14-4	2000-07-07	\\xf8
6403ed95-4a23-4c18-9126-79c41c272f90	1364	M08-6	2020-07-07	\N
e1b0875c-1be4-47d0-b793-59f3e8d331ab	1218	M22-1	2013-01-23	\\x3b7b9e6d
9fda1009-878e-4b41-81aa-029ed6796c43	1893	C22-6	2000-08-26	\\xa77850
4258caa2-72b7-4c9d-b811-99d73de1f5f0	1058	C06-2	2014-06-25	\N
02722d6c-9535-4dcc-b223-79613ba13147	1550	P16-1	2002-02-11	\\x
3cc341a6-aa70-4e61-be27-666b2bdcf9ed	1261	H34-3	2023-08-04	\N
2fc3c272-9f54-4f3d-896b-1e783f68382b	1378	M39-1	2012-08-10	\\x
0859bc00-3f3a-4a86-b1ad-e79db00a79d8	1242	C10-1	1998-02-18	\\xb41742
f48a79a9-2857-4416-8738-065d48654604	1827	T34-2	1996-04-10	\\x
6cb8eca1-f146-44d7-b01b-95bee86c7d7d	1619	N19-2	2003-08-19	\\x84c6d1118b5c
49a25407-4b9e-43dd-bf26-65da4ca73bae	1164	M18-5	2013-04-25	\\x9e81e6bc
6102f79b-5040-46bd-9a0f-defecc705579	1331	T31-8	2009-07-15	\N
8cfcfea5-dca8-4786-92b5-0644d7468b29	1643	N36-3	2005-11-02	\\xf5
b506c9be-6a09-4c13-a616-ccf710cf39f1	1723	P11-3	2023-10-26	\\xc2ef74a5fb
00fa9a83-4867-4985-a4e9-1d240fd91b65	1344	C04-5	2022-09-29	\\xbe3f
32d4188f-b589-41de-974d-3e4515a1a0de	1880	P35-5	2017-01-23	\N
8e564b7a-d30c-4a34-bcff-afbbe7905135	1345	N11-1	2025-05-07	\\x8defb83822c4
40b76399-fe2d-4d1c-b9d4-3fa65565491c	1175	C08-4	2018-07-28	\\x7968
551d850e-789e-49ad-a7f0-a846c0830cc8	1714	C14-6	2013-02-13	\\x
7843d01d-2ec7-4f3a-bb1b-eed30c643848	1103	C07-4	2014-07-05	\\x
dc7daf5d-230a-4ac2-8ef7-cd7d184f5d4e	1517	N30-2	2012-06-13	\N
768d5102-673c-479d-9b10-60c5c234eecc	1866	S16-2	2023-02-04	\\x35
62fbbead-887f-4a5e-a11e-49154883a34f	1851	C09-5	2021-05-05	\\x78
3bf0b299-34fc-459c-83f4-fad98162d871	1789	H12-6	2015-08-17	\N
4a2739bb-0042-4bb2-87c4-ffb57783879a	1431	C06-5	2002-07-18	\\xcc
08b47ead-24af-4e94-a7f4-c34b89659cf0	1341	C16-1	1995-08-04	\\x
d60290e6-7003-4f39-8bd3-0ffd92f13a7a	1143	M04-5	2012-08-30	\\xfcc6a4
35a7a98a-165e-46b3-960b-0d94f0a4bffc	1524	M28-4	1995-03-03	\\x
1505d144-1437-465c-9f2c-ee56f59c6d62	1006	C25-3	1999-07-14	\\x36fb
96c6d158-2c98-422e-be46-e5395e505ec3	1132	P34-8	2022-08-09	\\xe52ff252
ab78ea97-1dc3-47b2-8039-7ed63b4d2c68	1847	C08-2	2010-01-24	\N
b1429612-7783-4d7c-9d36-8a6aa8d0e295	1609	P10-8	2001-03-28	\\x4421b4ff0c
da489b7d-22d2-453d-8881-5bc7f5d68d60	1115	P26-2	2008-01-06	\\x755e3ba3d9
406e6f13-004a-45cd-b0d5-fb286bac47e5	1865	P22-4	2014-01-12	\\x723c5666
d4020c7a-bdfa-4d8b-a435-2854dcbe8648	1502	H27-6	2016-08-16	\\xa558f6
501c1e45-0aaa-40d9-aaa6-6c409b246db8	1513	N30-2	2000-02-11	\N
ba8a8bfe-a7e8-46f3-9031-f144cef8d99a	1267	N05-7	2017-10-22	\\x0270
2f1cda47-38fa-48db-a2dd-052ef9eb8f06	1243	M37-5	2016-06-15	\\x4137a2317625
96c6f49b-98e1-4d7b-9081-14ccfbb96b0c	1127	S39-1	2005-12-02	\N
ef9113d3-f6fb-44ef-8e79-7cf45fa14302	1567	N13-3	2004-07-20	\N
999f392a-a11b-45df-87e9-5da192542d94	1239	C14-2	2009-09-05	\N
a19a429c-736e-4170-b708-25ac6e456765	1821	N32-4	2024-11-16	\N
d73e23a4-6450-4090-a827-4880c2c17d86	1245	P37-1	1995-01-17	\\x2fb3
a4ede321-2dc9-4863-8ff3-8aa6d0145a52	1601	C34-5	2019-05-15	\\x460371f24e
2ac8d200-9bc5-46f5-a6fe-eca5609d63a2	1777	H02-6	2019-11-09	\\xdf8aeab98cac
0998c91e-db23-4895-ba87-70664b8ea09d	1389	P39-3	2011-10-13	\N
0b4da21e-3f8e-4acf-823a-b0c2b8a4ad6b	1532	H23-4	2007-08-26	\\x9361c3ba
d5888e06-df1a-4d25-bfb2-bcf8160257aa	1861	P03-2	2009-07-06	\\xab83bfd80c54
f53f948e-6651-4988-a117-27579a994321	1316	M15-3	2010-03-11	\\x83093e41
3c85b4e3-3abe-434d-b399-52ebd523480c	1818	S29-2	1998-09-09	\N
d3c5af39-3f4a-481a-9db9-34f88cf388f2	1129	T19-6	1998-07-29	\\x211d
44836d6d-47bd-4ae5-8976-f4a0fac34dd0	1757	N21-6	2002-02-09	\N
629c2e1a-545a-4ed3-ae37-3ab65e4145ec	1469	M13-8	2011-09-16	\N
a5866418-8918-4f2c-9bd8-128d1ce91b9c	1293	C16-2	2025-03-10	\\x6f72
ef69eb56-84d9-4530-bb7e-7509dc023641	1679	T21-6	2023-09-15	\\xac
34644654-b0d5-4e25-a696-972ef7d1eb52	1797	T07-5	2012-10-12	\N
52d5d7a3-d494-49cf-afc2-1c578db23d5e	1333	P39-8	2018-11-29	\\xecebee739b
35f4ab61-613f-4419-8249-95a244556422	1212	S11-5	2004-06-13	\\x8fdfd8ab
49c33c23-13b4-4a0f-8812-222b9eeba3a2	1243	M13-3	2000-07-29	\\x47
03af1c29-a3c6-4b10-a3bc-e1b176e0834b	1697	P26-6	2020-11-30	\\xf2
43cefde6-eccf-4d7f-b86f-0a7da8bf9cd4	1111	P11-8	2008-06-03	\N
16398e3f-1804-4ebb-912d-f3aafd6fa9bb	1602	H14-2	2002-05-18	\N
1f3a8544-857a-421d-87b5-325056ce8c76	1402	S24-6	1999-11-08	\\x1284
502c0bdf-b37c-4b0a-81b0-3d8e1fe08f21	1705	T10-5	2020-09-08	\\x61
77bf9bb9-519d-4670-971c-bb210bb378f4	1689	P18-2	2022-08-07	\\x28
75830dad-d935-425d-97b8-a3c260888221	1766	C38-6	2001-06-22	\N
447a0aac-0a5f-4f60-ad6c-13c1ed9f9696	1852	H09-7	2000-02-29	\\x7ee2978c12
2fc3b9c1-84ff-4f0d-bce4-cbaf1a0274fc	1875	C37-1	2002-07-31	\\x1fd7
58a4c6c2-04a8-4b54-a4cb-dae4215d412e	1532	H34-7	2021-11-07	\\xc44891f04c04
645fa39b-ce8d-48a2-b845-d1bd4eb3e6c0	1293	C39-3	2006-04-04	\N
379d1c06-0c84-4ccc-a8eb-dd9a8c5e2ad4	1336	C23-1	2019-11-18	\\x8a2a47f3
ef8cf252-eee6-4ea7-a02c-2a30cdb6e130	1261	H12-1	2012-07-21	\\x09c464249d
bcb92e3c-22e2-4ea2-86cb-6bdcac5a4002	1058	C15-8	2017-01-10	\N
b683483c-828d-4d0e-b257-7c9b10eb64cb	1644	T01-1	1995-09-28	\\x58994d072038
892ff650-a7aa-47d2-a819-6ac85dcd7bba	1595	M15-4	2019-03-29	\\xfd6928
5f3e3782-3f0f-4825-8a5c-0dbbeea2fef9	1742	M10-3	2002-05-24	\\x1cda33
edba6f24-827f-4698-b35e-b6b9dbdcca47	1456	S03-2	2022-10-21	\\xb20ff884
7754268b-1b55-4bb4-804d-92d6490ab868	1155	T35-7	2010-09-07	\\xd834bc1cb3e5
0303e61d-7df1-496a-a4e8-14d7b2dc7351	1365	C27-1	2001-05-15	\\x12954dc69134
82ec4021-603c-4c4d-a5fc-0f758d8132a1	1298	P03-4	2018-06-08	\\xdc6df0c5
8569d25b-ec86-44d6-9311-d9910ed09a0d	1503	C24-2	2005-02-20	\\xb3a4a397
622da6c4-1fdf-49e4-92dc-91e915a430fb	1478	C36-6	2017-05-20	\N
3ec46c5b-c8e2-4fc2-a02f-5264162422d6	1762	H25-6	1999-03-30	\\x9a
1589d379-e9fa-4817-87ae-de65b866467a	1467	H07-6	2008-02-08	\N
53ad5b37-8d69-4d39-813f-67150fea8fea	1521	P22-5	2025-05-26	\\xdd1ebbd035
ef4d77ad-8b9c-40e5-9266-b13dbd695b09	1298	P30-3	2024-11-08	\\xda621c39d8
95f9784e-87fd-4de0-bf62-91d89739096b	1366	H33-1	2020-06-17	\\x54af657457
14ee28b9-3f1e-4753-9a9a-7712719c2f2c	1408	M15-3	2009-01-20	\\x
99a3c13a-6fa5-446a-940f-11b5fd5dc0ba	1298	P25-4	1995-08-08	\N
989fb4c5-e7ca-4988-b9f8-124c4de0b0f0	1733	H34-8	2010-09-14	\\x6d53
b1417cd7-2487-43e9-bb2d-34e3fa573b75	1214	S25-3	2003-01-03	\\x06c4c1
098da46c-c0fe-4f54-a278-db8f5a7d9777	1225	M38-6	2004-11-20	\\xb6438c
69fa7a08-f299-488e-b849-f8491be9361e	1737	C29-7	2018-10-28	\\xbd6887
54fcd09a-b9fb-4547-826e-108030c05237	1110	N16-7	1995-07-19	\\x176edb8e3bcd
a22ff413-6242-4c5e-b5cd-b08da5d89631	1822	M19-4	2002-02-21	\\xe376
c9c48e77-8b8b-4922-8bd7-879af8cfcd51	1349	H07-6	2020-08-17	\N
d960409a-6250-4a39-8cb7-72e24f973cd7	1165	S09-4	2015-08-05	\\xc2f2f9c951
d5408f31-ee83-4997-8fe9-248a8557af5f	1517	N35-8	2017-04-02	\\xc8a051a73f
7fe003df-db15-4bb2-81fa-a737dd6b2d02	1380	M06-7	1996-10-01	\\x7b794c
aa7c5cb7-3d1e-4f3d-94e4-e116c0b5e976	1489	C34-6	1995-01-30	\\x69637f
7604b041-e818-4d74-9571-4557a9ed5706	1213	H29-3	2000-09-03	\\x91
f2eb2bac-3ec2-431d-b90e-9eb06ba76f08	1836	C22-1	2016-06-28	\\x9ea029d9
8660a658-1219-4bdf-a322-b033c996bd06	1784	N09-7	2018-08-24	\\xb5c6bc
8c381fc7-b17b-450e-bd6e-c70dbf68fe0e	1716	S05-1	2015-09-25	\\x4a0dd7
48e58982-ecd4-42fd-a96e-2c51b149684d	1471	H07-4	2013-07-31	\N
7ae5316d-c4cd-4a0b-8803-ad7a08a3b744	1279	M06-3	2011-09-22	\\xf61b7a841e
4479dbf7-4fca-4dc8-bd78-36e1f5be7ee9	1338	H02-6	2015-03-10	\N
0414fbcd-d464-450b-97e0-6a7994f1db5a	1574	C21-3	2001-04-19	\\x68cd
16ecbdec-c068-42a7-ade9-ce65da663151	1555	M07-4	2021-11-07	\\x439c129a
c9d2cc65-1cb6-461a-a1c4-ca90829fc23c	1081	N37-5	2013-07-07	\\x0bffac
c5ae15e6-fa7d-43e4-a825-dc83b590a28d	1894	C28-6	2019-08-14	\\x8b28bf
d0e10242-6824-41d2-8116-955ec375fd2f	1299	H02-3	2016-05-14	\\x2e
abf947ee-aa86-40ce-a4c9-db23ebf9628c	1619	N28-4	2005-02-28	\\x5d
f507e2a4-e766-4441-9a7d-85e8d6355b6d	1287	M01-5	2022-08-22	\\x79a3fbd00b19
352bf505-aad0-4092-8bb1-d89019a98474	1151	S15-4	2000-08-07	\\x6d
db9566c4-2736-42c4-a99a-53a94f32d34f	1618	T11-2	2000-10-07	\\xc42e
19b6a309-1ae5-404a-9106-70bbaf0b4f88	1506	C24-2	2019-01-09	\\x60
7568f345-de47-49e2-9d27-effb0df8d8c6	1367	H09-5	2025-04-04	\\x5b
d61383b0-30df-4410-b0dc-f82feb24e6b2	1542	M34-8	1998-04-24	\N
20b8f4bb-6736-4bc4-b0fa-9cfa358c6f59	1334	C23-1	2005-10-25	\\x
eee9292e-803f-496c-90b3-2222cfc46c14	1073	T14-8	2011-03-14	\\x759ed0b4
30fbf6a8-2eb7-437a-b1f6-59a72f532953	1720	N26-3	2010-12-08	\\x
79943cb1-b452-4aea-9d7f-7f88211c06dc	1585	S01-8	2025-01-08	\\xa94feb1977
3842c572-e4a7-4b29-9297-7d5414818e4a	1055	C06-2	1999-07-26	\N
93a80613-6827-4a98-a5f4-2ff27c629887	1609	P32-1	2022-12-02	\\x3f
9d2fbe92-5211-4969-a424-dcb9937ded72	1079	S21-5	2018-02-14	\\x5ed77b0a
2dfd6818-f71a-4d57-8140-74c71dbc9760	1296	N02-8	2022-07-30	\N
1b2562dd-f752-4fac-837b-fa958868a5d2	1700	H24-2	2012-10-09	\N
719aa1f6-4a3e-4431-b6bb-ee268af37e6a	1489	C21-6	1999-04-09	\\xe3877554d461
be03de5b-3daa-4072-b8e3-67d05fcc62dc	1670	C19-8	2019-12-13	\N
7a7cf5d5-c00b-47c7-b7c4-6261fe77b905	1504	P08-6	1996-10-12	\\x
9255ee2c-57fd-4c67-b88b-cbf703c5c77f	1043	M17-6	1998-07-17	\\x4828d50ae7
400869bc-739e-44a0-a433-b4d846d52507	1395	H28-8	2017-09-20	\\x1fdcbdc4f4
56188c24-5017-406f-a962-75030f429ed3	1788	H34-3	2004-08-07	\N
d1af8bdc-72e4-437c-b3e0-fa8b8aaa8d83	1010	N08-6	2020-02-05	\\xfb60890e4f
fc1e7b50-f565-441b-b05c-9d3ab618cbef	1650	C16-4	2003-05-05	\N
bbc08fcf-78b4-4a0f-962e-7244c2dd2996	1212	S36-7	2006-11-12	\N
e9321529-3818-4567-a256-6169a3c02826	1228	M16-6	1998-01-07	\\x0a
e40a01bc-9db6-4808-84e9-2d48b56c705d	1576	P30-4	2021-03-17	\N
3ce49d3c-3b70-420b-a0b1-01ced4febe83	1154	S22-3	2002-07-01	\\xb1970f
d5f65329-cb19-420e-bc03-9dcd4eb2b329	1271	C20-2	2018-09-25	\N
6bcd1115-32ff-49a0-9ff5-563f34dda4a5	1630	S20-8	2020-01-31	\\x5d5a836785d3
c8f992bc-1a26-40cf-813e-d7c81a9d98c9	1526	M15-6	2015-02-23	\\x
77dea66f-9945-485c-b1c5-0ced34360020	1627	M33-8	2016-10-02	\\x9a4a5286
2d157a25-4e5b-457d-9dcd-c2a132843c26	1076	S20-8	2017-10-02	\N
2cba47ad-19a0-4aff-83aa-a4385f89e9a5	1349	H29-7	2025-08-03	\\x656f2c6c
5e954ad5-4685-496c-b6b2-0454b0bb32ff	1217	M30-4	1997-03-22	\N
f41abe38-ae1f-427d-b7d5-c83ab7d6f41f	1253	C08-5	2025-08-31	\N
9bdc85bb-7a17-4949-a2d6-538fb43e149a	1845	M11-8	1996-10-26	\N
d169a201-3448-4d07-9227-b124c3e346a6	1232	S37-6	2010-06-30	\\x
51240cf6-ade8-4ebd-b382-9d7756a30f64	1433	S34-1	1995-03-18	\N
b075a409-7d9c-413e-ad98-93612b52264b	1788	H23-2	2014-03-24	\\xc3
38de3fbe-459c-4e0b-8c3e-38525167f513	1727	M03-5	2018-02-08	\N
4bc465dd-cc23-4db2-8483-ff72b678c229	1797	T05-2	2008-09-16	\\x
bd68edd9-04d9-4e70-90a3-9fd74c19b8e2	1691	C32-2	2024-06-25	\\xa858d34e
53e797e0-8fd7-4d97-97d1-49157383b221	1165	S04-1	2001-10-14	\N
625e3da3-5eea-47f5-8aa5-7c624b5c9062	1587	S08-7	2018-08-23	\N
f013972e-7a11-42d0-a79b-b0c182051eee	1370	C03-6	2006-08-19	\N
3d4d9952-6d5e-44e0-9a98-4ac02e1a57bf	1627	M32-1	2000-07-03	\N
fd275ee9-50d3-449f-9ad9-4b86c3f397da	1170	P12-5	2006-12-29	\\xfed743ad
099d3f81-e752-482f-b702-590014e151f1	1216	C28-8	2000-04-30	\\x3a
70a5ddfb-c787-4cb8-8424-01a38a99dd82	1314	C17-2	1998-04-07	\\x7e386b7c75
2bd96db7-6976-4874-a819-ed65bd56a12e	1317	M27-6	2016-02-04	\N
ba94d9ff-f56b-4d5d-977d-eb55d71ee553	1635	N26-4	1995-06-14	\\x
cbbd8dcb-08bc-4a42-96b3-182a3bef397b	1381	N02-6	1999-12-30	\\x474db7af77
2a3e75af-ef3d-41dc-b84a-310dd767fdb2	1439	C05-4	2010-03-14	\\x3de1c2f0fb
db6e2f30-8289-4402-8457-29b31ab37a65	1137	P32-7	2005-11-18	\\x41
2270b484-8205-4be3-8dfb-db87ea1068d0	1155	T28-2	2004-12-15	\\x8fccb1b3
449e5d04-f99a-4110-b93d-e53b6cb7d3d3	1087	S02-2	2006-05-13	\\xba687e
a8537afa-6bc1-4e98-96d3-2632e1140a1f	1242	C38-4	2025-11-17	\\x136a982907ed
949404b4-bec3-4d93-b6ef-622c17ba89b4	1062	T18-3	2002-02-06	\\x4437ee
a062b8af-04bd-4667-8a02-1357cebee45a	1218	M22-2	2018-10-03	\N
848156a1-69d9-46ba-9822-ffc989de10b7	1182	P15-2	2009-07-21	\\x9981fe88ba
2dff7778-6d0f-48d7-bd4a-e9ce2eee790a	1018	C26-6	2007-03-18	\\x667466fd
a3ac6672-59e1-495b-840d-f32bd3ad031b	1069	P33-8	2010-09-16	\N
bc527fa2-0666-48ba-a56a-815f124f74ef	1434	T29-2	2013-07-19	\N
3b657236-e841-4261-bc7d-a8f4ffef542f	1085	M31-1	2024-03-08	\\x93f64b2f52
cbc47497-f941-449e-b90d-f3502372cc2b	1566	H07-8	2007-09-11	\N
8f34659d-a0a5-48f5-996d-bd43f528eb32	1276	H23-4	1997-04-06	\\x1fe05a6531e3
2fbeb0b0-c98b-42fe-901d-f6796fd817fc	1829	N34-1	2006-11-16	\\x3f655f
604d3b3e-5e27-44d4-b5f9-f6b8dca41612	1083	C15-7	2019-04-11	\N
61a50150-1223-4d45-a014-bfbd157740b0	1249	S39-7	2011-09-14	\\x8b87e4ff4d
dd6a5fc3-84ea-42b1-9ad3-dd30d8ab8258	1031	N37-5	2018-05-20	\N
d181928c-5acd-4e6c-986e-b9256cd0c716	1149	C12-8	2016-05-16	\\x34bd
55c4f964-4114-4f74-9cc2-cf9c02787c57	1861	P18-5	2014-06-25	\\xbb69
64de5f0f-c8ee-4694-8b59-6b020e4b50b5	1786	N24-4	2022-01-10	\\x27
d4c882f1-d246-4fa3-9785-edc18a557efc	1306	H07-2	2020-09-03	\N
b21d969e-8e5b-4d85-96fb-2e94e6e32315	1028	M19-8	2010-08-18	\\x023cba
2f23c07e-7b52-45da-b29c-f4a54ba563d3	1886	H34-4	2024-01-09	\N
6113c037-2835-41f2-9799-b26030dd918c	1851	C26-3	2020-05-24	\N
a31660c0-70d3-492c-8db5-5f0a6bd6c37f	1014	N28-2	2023-04-23	\\x5aa422f2363d
5072bcda-bd10-4bf7-8966-4ccec67972b6	1362	P02-4	2025-06-03	\\x0bbc
ab5242b3-5450-475c-945b-486e8473d6b5	1114	T25-7	2017-08-31	\\xcc
625243a4-3099-444e-9e10-010eecf43c18	1435	C12-2	2002-03-19	\\xd4448b
ac098a6f-6157-4219-b737-b2c337434b9b	1880	P04-8	2000-09-03	\\xf1
8a7cc66c-6575-4aab-9850-48fd5e0e6681	1568	M13-5	2007-10-30	\\x6782799795
d30adc0c-7e55-4100-a629-62520a14eb04	1400	P26-8	2010-09-11	\\x
53851571-ff58-418a-965d-4e8b5ea073ed	1002	C23-6	1999-05-28	\\x
dff5bf52-71b5-4480-9798-7071723393cf	1319	N21-3	2020-07-14	\\x6121
ad3e5fb4-9a3e-4078-96d4-6f1ccacbbd08	1815	P34-1	2023-07-13	\\xd4b03d
720a20f4-3b7e-4372-9092-cf48d58f13bf	1727	M33-7	2025-03-27	\\xe6ba6b
7d709a29-cbe1-4aca-9a59-44650b73291c	1521	P29-7	2004-09-09	\N
dd7d4a93-030e-4094-88fa-da7a6928b4cd	1465	T35-4	2020-07-09	\\xa5c147
4ec74d9f-78e2-40ea-a6cc-672719734468	1507	S22-8	2020-06-10	\\xa92a460f1a
a3ade13c-6c4e-4037-abaf-bb93e198a2d3	1305	C06-7	2017-09-25	\N
2c302781-245b-4ed7-8dac-b1ca546564b4	1554	P17-1	2015-05-08	\\x9b
455959c9-337f-4575-9d33-a4e8bc7c73af	1595	M04-2	2004-05-15	\\x
466e8e61-4f61-410f-a462-f681fb5743fd	1721	P31-6	2017-10-30	\\xb424
d0b60b66-ba76-445f-a9f9-da94901cf28a	1835	H31-8	2018-05-10	\N
657c66ff-f243-475e-a757-82e0406ec811	1247	T09-1	2002-01-15	\\x81800a01
b64930d9-02ad-4d57-990b-1ad73ca2e892	1422	P35-1	2023-11-21	\\xb0a608
d54e01b6-0ff9-4a84-b5b9-b89b9c43d78a	1009	P23-6	2020-05-15	\N
ae83c6c2-1b3d-43e1-a885-2d4d99b2db17	1835	H07-8	2010-06-16	\\x0208
decc3d68-b827-4d3a-8ce7-61a6703a414b	1811	C01-4	1999-07-27	\\x
5fd6068c-2c0b-4c00-8ff5-f03f5aed743f	1222	N13-1	2020-09-01	\\x4ed0
885e7769-de0f-4d7e-a6cc-7eef01f142a9	1668	T04-4	2004-12-09	\\x102f5f78e1e0
abd2b8b2-30d0-435f-b016-750e0c34d2f2	1791	M17-4	2010-10-22	\N
09278d48-2ae2-418b-8afd-4cbb7d6f8314	1046	S35-1	2015-06-02	\\xb3088186b147
ae8fd156-6e1e-4512-95d4-ad636949cd1a	1758	P24-1	2003-04-25	\N
0f638039-77fc-425a-8534-ed02d4e084e0	1825	T35-5	2018-04-14	\\xe28129b093
a00be6f0-5f7b-4034-8418-a2428a9a59ac	1819	M28-7	2012-11-17	\\x83bc4aac289c
65c5afe1-53ea-4804-bc51-7693d22fd666	1787	S17-3	2002-05-17	\N
a2f7d7f1-96f7-42fb-9dbb-e5e40a7c8d50	1369	S35-7	2021-09-24	\\xe7c385
88be1138-bcee-4434-a1b9-795af86de6e2	1763	T02-2	2015-10-23	\\x83d681232a
de42ef35-fe15-46d6-b37a-74c86b6c53db	1437	H06-3	2020-03-05	\\x3e742c3dc2
640c3aca-80a0-4752-af60-483b355facfa	1267	N25-5	2007-08-20	\\xb56629
032b7f3c-2f6e-4cbd-b25a-d14ab1a34f30	1319	N15-6	2022-04-07	\\xf4e1f12c9594
45160d33-c3b2-4515-9b59-72004a6200e7	1401	H05-4	2010-10-09	\\xdb7fb7
8ecdb061-7d83-4cd4-911c-099155dfa1e7	1807	S11-8	2016-09-23	\N
7c688410-abd9-44e6-9658-1984dc185a0d	1696	P03-5	1999-02-05	\\x5adf833fd6f1
7f7909ed-ba1c-487e-8404-5b0e8534267d	1107	M15-2	2017-03-06	\\x
e0d9e965-c62c-466c-ace5-ad7df1b3600b	1148	C34-8	2004-09-08	\N
8824f1ae-e7c9-4355-b7f0-a1a726464cb5	1526	M37-5	2025-09-21	\\x6ec08402a722
ad3496a0-9ca0-4394-9412-f816bd7dafbe	1240	M38-5	2013-12-20	\\x30ff742147
07892db3-60eb-4d1e-8c20-187337d9dc93	1775	N17-6	2021-02-05	\\x2f
73276c7b-6cb9-4369-8dcf-45a8a2ec3fcb	1587	S20-1	2025-09-17	\\xceda29f6b8
311fc772-fcb5-49aa-b353-e0c2ee2f5733	1624	P17-8	2011-04-08	\\x962f
0bb672aa-3cc7-4de3-a929-d709c79b4858	1543	T38-4	1998-02-12	\\x3b5e9f
f026f6ff-b0a4-4892-8724-7e9882f8c59f	1741	C33-5	1999-02-10	\\xe3
a2736719-025e-47b6-9047-76d9a3c4bac2	1462	P29-1	2008-05-06	\\x3f2e
e03b3eda-fa3e-4e2b-b486-8066f8706411	1094	M32-6	2001-11-21	\N
252b9a1e-60eb-4199-81a5-30c361c89956	1276	H14-1	2023-09-16	\\xfc114b868f4c
561801a4-5a1f-411e-9f8a-a9f9e9f74092	1441	T19-5	1999-06-05	\N
ce0669c7-21c1-4545-b728-93ac57f623f6	1016	M02-2	2003-07-09	\\xb5
4c690525-36b7-4b0a-acde-984a78327c6e	1900	P36-4	2025-09-05	\N
7e336738-1c52-4847-9294-2d30c1c90594	1001	S12-3	2025-06-23	\\x77733dfa158d
f1024c9b-2996-4a36-87d9-50af0a6177bd	1628	T19-7	2023-01-26	\\x02c3a1d634
131b7821-abd3-4c39-ac55-4c59b634cc1d	1770	C13-3	2002-12-13	\\x3bd3a2a8caec
258ed812-2dfa-4459-a0f0-2dd7416ba0b1	1769	T13-7	2004-12-04	\\xbdcdbab5
f8cd2da0-e1c8-4293-b529-0b05e1b932af	1113	S02-6	2024-04-26	\\x739f
be264521-b43e-41c3-b7d9-cf65f75eac53	1671	N25-3	2002-01-22	\\xde55ecca83
5a788f31-7f14-4891-a43e-276372300e2a	1109	S11-4	2001-08-01	\N
ebabea4b-655b-47dd-9086-f8e927021fee	1201	C14-6	2010-04-17	\\x4fca04ac3f
6129e56d-3806-479e-a85a-3dcba5c2130b	1543	T20-1	2012-02-07	\\x
bdb09271-d969-49aa-bd2f-e0f808913f05	1178	C21-1	2012-02-26	\\xf26f4954
e4b30ee0-6a90-4098-88b9-e681cec0dd64	1178	C26-1	2007-12-07	\\x93742ee7a67d
6936d44e-982e-4e95-9680-d34dc0d45615	1761	C12-7	1997-03-22	\\x4e73aacef6
491e4b4a-6ece-4ae4-b890-5b90ae844233	1029	C15-5	2000-01-30	\\xd03c4e97dd
3adce8ca-51c6-4e54-a47a-81ad413e25b8	1380	M34-8	2008-08-24	\N
e7f0c833-d410-49e6-85f8-982fadcbd9d6	1190	C13-3	2008-04-13	\\xa7bfcd79
c9262fad-75b0-47bb-94e8-9afb11d9e676	1049	C30-2	2025-03-09	\N
7b7fe21c-4289-4831-909f-a81b882156da	1184	S10-4	2009-03-13	\\xe97cb0
a67aeaa5-7897-4f27-8f34-76b2b2fb4620	1619	N15-3	2003-08-24	\N
7e545601-28f4-43b3-b4d8-3bf1d537ba30	1731	C05-4	1998-11-19	\\x
33fb96d3-2da4-4fb2-b1c1-8635a2d7ddf6	1588	T02-6	2025-03-31	\N
3f3180b7-1964-4018-88c3-571269fed904	1225	M20-4	2022-03-02	\\xe2e3b02170
d0a8830f-1caf-4e25-9e04-6709db5b1661	1676	N22-2	2024-06-18	\\x5354
40498023-7bcf-4317-bc60-3045be55b6a6	1107	M27-3	2017-04-23	\\xc21002a5
b2ae38e8-394b-4b39-a747-11acc95989c6	1715	H13-2	2002-07-07	\\x7aee
a84e4488-4ae4-4cd1-9cdb-5a61a9bb9032	1596	S09-4	2021-05-21	\\x64dbb6
39600507-a459-4a77-9de1-d83504bb6647	1062	T13-6	1997-10-10	\\x
68cea56a-0197-4510-9dbb-a664e9d17935	1092	M26-4	2008-05-28	\\x16deac549b
f5f5b6d7-4061-4cad-a87c-8d271d6ab885	1753	S17-8	1997-05-26	\\x4467
a09e3d8c-4ee3-4f74-95e3-0fbbe0fe9eda	1637	C28-5	2005-01-31	\\xc711ac96
ecfdba12-bdd1-4252-99ec-ec7e1cac34f5	1180	S32-5	2004-10-03	\N
c8f9b6b7-e395-425f-b658-b82b93048df6	1071	N05-4	2014-02-08	\\x
63f88e74-95ea-4ca3-a465-9ee83de4fad6	1749	S22-5	2015-03-12	\N
970f3b8b-5b5d-4fa3-b9db-2e9737581b95	1589	C11-3	2015-02-01	\\x67b08c9ee1
f1b223a7-d4de-4709-9711-2e737f658c4b	1247	T03-2	2022-08-05	\N
7a53288a-7817-4465-a82b-c12eec561210	1192	H04-6	2023-12-26	\N
1b0f95db-c00a-4ab1-adfe-2cf2f5c25299	1666	S04-2	2024-03-20	\N
d7d4505a-1724-493f-8b48-1b14da9c2de1	1434	T03-4	2008-04-05	\\x71b6e121db99
dfb25240-6c94-4162-a1bc-a0e851596af5	1841	M30-8	2018-10-23	\N
09353569-2d3e-4be8-9ae1-5457e649c529	1068	T26-4	2018-05-03	\\xa86773
24c78d87-bf06-42f6-b978-3beae48b3338	1895	C29-7	2018-08-22	\\xfd
2a651896-aad8-4690-916a-6e1648b90d29	1356	T32-1	2017-08-25	\N
e9e7d87d-e491-4e44-b96a-bf2a51ff1b61	1568	M36-3	1999-09-21	\\x7e
d476c72c-c94b-482b-90e6-04f297e1437f	1679	T03-1	2012-04-30	\N
fb4e2e65-8a51-4ce1-8a2a-c515c23291f8	1509	P16-4	2001-11-23	\\x3eb9
bda2a93e-39ef-4201-ba15-d563b019919d	1696	P26-7	2022-07-27	\\x7501285c
7adb33c1-27b7-4b08-a018-88681b3ca4d4	1813	H11-1	2012-04-26	\N
8b65b352-e603-4f58-9f81-3928f2f3aab4	1395	H36-6	2002-01-24	\N
0cae70ea-e886-4a35-be35-2b71efe92c20	1086	H15-1	2002-08-17	\\x2f
4ef242f6-ca87-49fb-93c4-18edc6d63b31	1024	P02-7	2006-04-02	\\x7d
5f7e147f-36cc-46bf-aef8-e8982c9b0bd2	1320	C23-4	2002-01-15	\\x
4a8a25b9-bac2-43b2-b331-757ba3bbad99	1153	H29-1	1997-08-05	\\x20cb
e65f67a2-3b3c-4249-91b8-dad83c7f2188	1249	S08-3	1997-08-21	\N
98de60a2-d232-4eba-9ed0-c30a92d44984	1511	T27-1	2003-01-15	\\x3888
c9a2723b-82cc-4e59-bb1d-cf92db70ef36	1659	N14-8	2002-08-24	\\x54f9511cd9
dd36d1a2-f1d3-41fe-8dc9-df9938ea3f44	1338	H39-4	2015-04-27	\N
d1dad1cd-6f90-41ec-a7b3-04222d6557d5	1456	S16-5	2003-04-11	\N
d664044d-eaac-4453-9bb1-f456d15abbee	1433	S03-6	1995-12-15	\\x3a
879feb31-1cf2-4130-83d3-cf73e08eb18d	1399	N17-3	2017-04-14	\\x10e880
1a97d609-750d-4b25-b3a5-3eb48778cc76	1597	M37-3	2004-03-07	\\x65a11c
03d8188a-5827-4807-bdc4-735ca0826c46	1004	P02-3	2004-11-07	\\x688f83c9dc
82b51a26-f540-4b17-bc7d-42d685b44f36	1135	M01-6	2016-03-07	\N
a2adedec-5d35-4a47-98d7-a5d94ad26ca0	1826	N15-2	2018-06-05	\N
abaa7e0e-b3d1-4123-a18d-a27e1fecfead	1826	N01-8	2011-08-09	\\x
0b316f57-401e-411e-a2e5-7b0054806f5f	1418	C32-8	2002-04-06	\N
f795262a-86a5-461c-a0ac-5c19c4c169bf	1455	H06-2	2024-11-12	\N
5e27385e-739e-43d0-b048-5166ab140317	1556	P18-5	2002-10-25	\\xbfc1a078
6b8329de-01af-48d6-9499-1f40b7326011	1823	P12-4	2004-09-23	\N
5ef1926b-9639-4062-a92b-f0bb2dcb5f8b	1418	C17-2	2017-10-19	\\x
5e9c3b9b-4e71-45d0-ab5a-4e34c0de8297	1352	N14-1	2019-05-09	\N
4fc4e8bf-cf53-446d-a090-26e8ab681768	1102	N03-1	2006-08-24	\\x5db6
bf5a2ae4-3f41-4aea-aca9-75bc12f2da6a	1445	H12-4	2004-01-21	\\x
86fa94b1-43f5-4018-8f9a-50cefb3581b2	1637	C18-8	2011-03-22	\\x45
492c8387-7482-4a4b-9dcc-7d4b3bd56e40	1406	T11-8	2000-10-05	\N
a682aa3f-e0de-4666-baf0-eda667b302e9	1175	C16-7	1999-06-20	\\x8ad745b6
64e9ca04-604d-4015-9251-549eb1a43973	1418	C32-8	2021-08-16	\\x0a6f50
31dce424-b938-4748-b0fb-2a0341b7341f	1343	C29-7	2006-10-14	\\x57649082b3
566449bf-3c8f-48b6-ab97-83cc558ded74	1562	N06-4	1999-11-14	\\xa8df
6c86ba81-63d4-4064-aa33-105c0c4524fa	1684	P08-8	2023-04-08	\\x06d4f8c260
1b29cd51-6e52-4df9-8431-e2a51fd5596a	1803	S39-8	2010-04-01	\\x507c2dcd1a
567c27ff-8dcf-40a1-89f8-b4808fbb408b	1660	H15-6	2005-01-11	\\xcd
9389c1b7-64d9-4e11-bc8a-79dad0787364	1090	T36-3	2024-11-22	\\xa62a79
980f1585-d3da-48da-87d6-7ee8cbd2f6ea	1027	H07-4	2017-08-10	\\x
dfb26831-13a5-449e-a34f-8524655444e1	1698	C20-2	2001-06-11	\\xa62dcbcf
0eaddfe6-a2c3-442e-84b0-294f38ad7b41	1828	C37-6	2025-10-12	\N
16807d58-0c36-486c-9239-929934570e48	1164	M10-4	2002-10-14	\N
9ee69040-d0b1-48d3-9478-5503763fd2db	1109	S39-3	1997-09-29	\N
817c7fd1-9ce9-40f0-8b59-094d8b9000ad	1571	C35-8	2011-09-30	\\x
77a83fa3-a2f7-4fbe-a3d2-91a5e86ab2ba	1070	M31-3	2004-01-23	\\x
eda5c332-648c-4e96-9de9-6ffa918a278c	1679	T30-7	2013-08-13	\N
4fe100b7-52a0-4653-869d-f190e09c73ff	1734	M09-5	2020-08-26	\\xef8d16e26df3
a0f35275-d4d4-4280-92d1-55191a10a3ac	1860	N28-7	2006-02-24	\N
daf91a04-e42b-41ed-9438-81c3a5fefaa1	1033	N34-8	2002-01-31	\N
7f864c7c-ddc4-4c11-95dc-f4cfce95bfca	1776	C12-1	2023-02-24	\N
1c1cfef3-a205-428a-85c6-e76a1ae354be	1311	P16-1	2011-02-28	\\x
f1a27e77-fa5c-4d2d-bb42-5027d58b190e	1540	P05-6	2019-11-10	\\x4397
7972e19c-1619-4dcc-a257-3b21fd9bfb74	1542	M29-1	2008-07-07	\\x
7008c2b1-3ae2-4e13-96e8-6e40fdddde1c	1134	M05-5	2020-11-10	\\x
de583545-8f00-4200-8054-a2b9028c34d5	1173	N35-7	2023-07-12	\N
ef44a621-11fa-489c-8446-f3910ad8fea7	1321	P38-8	2015-03-07	\\x4ae6020c
d6f2b2d0-deaa-4ea9-8066-272429ef6574	1246	T39-4	2004-11-03	\\x75baf3e591
7b0992b4-ff2c-4f92-b2ca-e6757bb151be	1131	C27-2	2015-09-19	\\x7c
fbbe5c83-d438-4897-b06b-89b1c6e332d2	1737	C33-1	2006-06-03	\N
80f3ddf4-7c2f-4a36-aa94-0899b6dd362e	1289	T10-4	2000-01-02	\\x5db5ee
f86020fb-f3f9-467c-90df-ea22858391c4	1013	T14-8	1997-06-28	\\x
e996f77f-4036-4ad1-929f-c55ecacb4433	1458	T32-3	2001-05-19	\\x7a2fa59590
77a3e9fc-6d01-4b36-b2a2-d11746d81408	1646	S34-1	1995-08-17	\\x5d518426642c
1ce9e881-7fd0-4ace-8dea-f17e2dd4f3f7	1417	H19-8	1999-05-04	\N
07fa639b-54ee-4afb-bdf9-c5c6913de14c	1614	M01-3	2012-01-19	\\x45d0fc4a89
ebbfa487-ffce-402c-a0c4-72bdcc057342	1352	N15-8	2023-10-04	\\x94d3
865ad169-bc5b-463b-adcb-d1e047f67e86	1657	M03-4	1996-04-26	\\x24a4d49ceca6
e9d3cbbc-a8ce-4a5d-8965-ece994011e8e	1097	T27-7	2006-06-21	\\x715e45
15234853-7ee8-4541-b7b2-3bd3d495a8b0	1830	H14-5	2023-09-27	\\x
eabb6692-f6bb-4a92-9bad-2e0c1a6a942e	1322	M26-4	1997-10-08	\\xee
9d4407df-d50b-4fbe-8275-181e42b4f588	1234	C25-6	2006-02-23	\\xa9ae
f84c0b1a-0722-4654-9b4c-f435c60423f8	1164	M01-2	1999-05-21	\N
bda9e7d3-3186-4c0e-a46b-52ab6578e8b0	1606	C12-8	2025-09-28	\N
f1f0e088-33ab-4445-a578-c46a66a88c4d	1670	C13-1	2013-09-01	\\x295150bd
87bd7903-bcad-411d-9347-d047ec85c7f0	1590	T21-1	2013-04-21	\\x6f8d01
991d9c91-c9fd-4fff-ae83-9e5568695b8b	1279	M26-5	1999-06-30	\N
eeedd4ec-5dd2-47b2-951f-f85b7e9fe61a	1558	M38-3	2025-05-29	\\xc30379
955a2a7c-16cd-4543-a99e-7fc19d24c05d	1858	S28-2	2017-10-21	\\x043975
c5b612d9-84f6-4ca8-ba1e-19e6bf5879b3	1197	H02-6	2008-08-04	\N
00181ff7-161d-4341-8f9b-68fd5be7656e	1180	S15-4	2023-12-22	\\x0c1aef
bb58793d-2750-42cb-b71e-fdf9a3ccd0ee	1600	H02-3	2004-10-25	\\x99e60e63e9
923fa81b-447f-430e-98cb-9bc0b6a86c32	1422	P02-1	2018-12-19	\\xbc
aff70bc2-5fcd-4b96-9d8a-3c1335d8ff87	1569	C25-5	2005-10-10	\\x672362de0f1d
e76a837f-1995-4077-8e2f-b906c50c1ad7	1703	P11-4	2024-12-13	\\x497535bdd8
fc5c4b81-34f1-4a95-aeff-9527674c21b0	1549	C22-5	2023-03-08	\N
1281c6d1-a444-4f93-b2c1-f13b6b28094d	1679	T09-6	2004-07-26	\\x19f3
e12682ed-5dcc-440a-873b-c18ee498f1ba	1550	P27-5	2004-04-24	\\x2e
f6b4b4ef-7e28-437f-9a84-f6ac1d2d16b3	1544	N39-4	2021-12-14	\\x
a2c04c67-aac1-40fc-bf26-9150255a6fa9	1866	S18-8	2002-02-20	\\xb26462e17cc2
ddde1ab0-c091-46a3-9e0b-09ef701dc680	1740	C12-5	1998-04-02	\\xaa
a5b93e17-fccf-4b00-8b5a-302ce4a50585	1132	P03-3	2024-05-31	\\x
a4510f96-1f83-4e70-a295-653a656a26ee	1852	H33-7	2004-01-11	\\x5f9cf69993
e8c8aa37-df76-484e-982e-26b00168a245	1867	S21-3	2018-09-22	\\x41
906e4e95-0230-4037-b7d4-ba8b656a98f9	1263	S32-4	2003-11-25	\\xf4
45cf7217-617d-4247-a4c1-2908254873e7	1739	C29-1	2001-05-25	\N
9daaf0f0-133c-437f-9534-289274ffc40a	1359	C17-1	2024-09-04	\N
2bcaa0a1-ec8b-4899-bcec-7d7488c9fbd4	1713	S13-7	2018-04-12	\\xe54e
d98e1d70-43e2-4ad9-84fc-92d31c1e87bb	1199	C12-3	2005-06-09	\N
2801a18f-b9a4-4e66-9500-8304f5db35ce	1237	H09-1	2002-05-16	\\xb198316e
ab0bd3c6-dbba-4da9-bafa-545c8a4e5805	1217	M17-8	2004-10-25	\N
426e7c10-9332-4cad-b9a0-aa790907e071	1758	P30-5	2012-04-29	\N
99de9cae-d52c-4f2a-96f5-55cf9dff6c6e	1317	M24-1	2000-05-29	\\x1eb510
618e8f41-04ef-4409-80f2-0a74755ac9f1	1381	N14-6	2017-09-21	\N
c29b5ab4-1afd-4a3c-bb69-a17d9a7fa7b7	1589	C01-5	1999-10-18	\\x
7c6d8f0b-9acf-4549-8ffd-7d027973db50	1257	P17-8	2023-06-21	\\x61
0e953c2f-5496-4f6f-9ca1-94fd096f6ab0	1412	T26-6	2009-04-06	\\x4f47ee
ef32165f-0743-43db-8e74-aab5296b4c2d	1649	M36-7	2003-01-22	\N
590d215a-f41c-4d51-89b7-1fae955dce98	1543	T03-3	2014-09-27	\\x8b917002
54e3073f-de83-4f75-b377-22faa0acdbde	1433	S04-5	1998-08-15	\\x59
5ba8be16-0137-4588-9b35-b57ab5bd2027	1147	C12-6	1998-03-01	\\x51ab655e0f
6c0e583c-2503-4402-a019-b2722a71eec4	1110	N06-7	2000-10-08	\N
75cd8dab-106b-469f-8434-0bcebd24811a	1252	P33-2	1997-09-30	\\x5a29
93bc0170-04e9-4efa-8934-3fd37e3a80fe	1292	C06-8	2020-10-05	\\xa00b
a40d3ca2-8548-4e07-9010-24696830b705	1470	T22-3	2003-06-30	\\x2e5c30e31555
e1cf5110-5990-4152-b6e4-e59b15418c1b	1610	C14-8	2004-02-14	\\xc541
49519d95-399e-467e-86fe-c230aa1d79e2	1382	H29-6	2016-07-13	\\x1f03c6
944bfba4-7bdc-45a1-9c7f-6041756c9c9b	1270	N13-3	2019-09-14	\\x
e9c8886a-52ae-49f6-b5d1-5e0504f32b3e	1518	T29-2	2022-03-10	\\xe204ace2
8518fb7c-ebf4-4e0b-9a50-894d3feaadfc	1024	P11-6	2024-10-12	\N
01732d7d-03e8-4391-abf5-c01e5329ee92	1137	P25-5	2014-02-20	\N
86382404-d99b-4205-aee2-2d75b4682f01	1147	C05-7	2006-10-17	\\xa55970
29f18eab-0276-4114-bdf4-46d2ad4387c8	1584	S28-8	2021-09-30	\N
8b36885d-b9ff-40e3-94d4-7feaf5e842a7	1716	S24-1	2013-03-06	\N
c8e27250-4bd7-437e-b1b6-52112826a66e	1649	M07-4	1996-08-19	\\x
63d70248-bf40-4321-b4dd-2c9114d7e108	1455	H36-6	2008-10-01	\\xdc
95141aa7-6c56-45fd-842d-5274e758444a	1512	C15-5	2019-10-10	\\xf8
fff61b06-3740-4299-b6f3-1c3bfdf36679	1869	M22-7	2020-10-15	\\xdd3792d06af6
3e563d51-9694-49c5-999b-9683a5e4e43d	1154	S24-4	2021-02-03	\\x4b7dc5
6d7bc5fb-9726-41c3-81d3-e86e92ea765e	1187	N08-4	2020-11-11	\\x7706c7
d68f11a1-37e3-42e0-a3ac-0eebcd01c0f6	1877	P05-6	2006-02-19	\N
0721a0a8-b30f-40da-acbf-1dd9e6e32465	1058	C32-5	2002-05-20	\N
a95215ec-08c2-4b9b-b758-254de91ce88a	1487	S13-5	2015-02-13	\N
554eac01-694b-42c7-a572-9d9be0116574	1216	C30-6	2022-11-01	\\x22ff55e8
6c3faf7d-6ad8-4c4a-abd1-0499cdeb47fc	1024	P15-3	2010-02-15	\\x16f30e
24113e9f-cef4-46ae-af42-3517a998c0b0	1714	C08-1	2001-08-11	\\x62e9269f2091
e3cf77bd-5127-4ed4-a1d8-17e1d175ac53	1344	C34-6	1998-07-16	\\xb9888837e8
facd3b65-2d0a-41ab-8ac5-c09b90e578bb	1582	P06-1	2000-02-11	\\x346d
e91cc611-bafe-45d5-ae8e-3806d5a04374	1832	M37-6	2006-12-10	\N
b9378710-c7b2-436f-8b38-f0eda0e9ce1a	1227	H09-8	2009-04-28	\\xc55308cd50
b43df08c-1c62-480c-9945-f1776d9a1373	1897	M26-3	2015-01-14	\N
3a90e2e6-40a1-4342-9430-07895ccd5e35	1528	H34-8	2009-01-17	\\x3a7dba0123
208a9866-1122-49de-a847-a5aa5ca77e7c	1155	T25-4	2011-01-05	\\x2bef9c
7057edf3-c377-4f73-b74b-5c6fef7ef673	1074	H15-4	2018-07-01	\\x8b26
56857888-1f6f-4727-898b-ffd0847e16d9	1749	S01-3	2005-10-17	\\x3727b9831606
7a6a7585-9b95-4517-8866-b64ce07288da	1077	S04-4	1997-09-07	\\xd78f341d
a251c216-cdcd-4236-9db7-a7975f3d673f	1289	T35-8	2005-01-20	\\x
26d2f482-e25a-49e6-8654-07c684ea3cbe	1820	T12-4	1995-03-21	\\xf1993ad79d
6e6c3050-35ef-4a92-ab48-5796734973ee	1079	S07-1	2008-06-29	\\xd200
9742f842-7667-438d-9d85-3db563111869	1801	H31-3	2020-02-06	\\x30
2f3dd7a1-87c5-4c00-a773-15f061d29c3c	1362	P02-4	2018-09-15	\\x081b
6290f5e2-2571-4fe0-b2c3-f61a31d6eb8f	1432	T24-7	1997-10-05	\\x33374bb8
707e52c4-86d7-44d9-992e-3f76e9ce7398	1532	H22-8	2014-06-17	\N
dae2fb90-d807-400a-a834-ddbc51ad80ce	1730	T17-7	2016-07-21	\\x64e8
c76b1212-0478-4f75-aa61-13468a808e96	1156	P39-5	2016-12-06	\\x4956cdf87e03
a19f8e4e-b838-430c-82fc-e09c70a8250b	1200	C18-7	1999-06-19	\\x475cb71f7f
0a68460f-9f9e-439b-bef1-ede9c1010b30	1581	N31-1	2024-11-07	\N
4d5250f7-ddbb-4a6d-8a62-02b6baa2a089	1332	H27-6	2000-05-16	\\x66ac240416
83806104-39a2-431c-a54e-55d53f6fecd0	1229	S27-3	2006-03-06	\\x9692bb
a87ded3d-f4cb-4a5d-80cb-098e4aa88050	1405	H20-1	2010-07-08	\\x6a05c7aff4
c4766647-b916-426e-9608-aac6cd5769e4	1579	M03-3	1995-11-07	\N
7907a484-103d-45a1-8562-7511934ef02e	1038	H34-2	2012-11-20	\\xc14983
c60ce48f-5ff2-4c63-94fe-dde12ff5a07f	1541	H39-1	2022-05-29	\\x
412786bc-0efb-4793-811d-032df2b9010f	1726	S30-4	2025-08-24	\N
57836eee-58d7-46bb-a95d-7c9d094f1229	1661	S25-1	2009-11-09	\N
11daa6fc-9fbb-4912-b370-3880107511ad	1719	T20-4	2007-10-09	\\x1ca28a
d0f2c38c-cdd3-44dc-bebc-d86e70411a77	1315	S32-5	2017-04-07	\\x77
50d323f3-bbf1-4ad4-a9c5-5df1a23610a3	1301	C01-8	2022-04-06	\\x9370f9f645
0ad19403-f44c-443d-bad6-2739625dfdca	1141	N02-1	1995-12-30	\N
982bbcd2-382f-4e6c-8d50-7771f04fa525	1898	S08-3	2020-05-04	\\x6ba9
6660c451-a98b-404c-9f5b-b7b9d0c2a27d	1601	C25-2	2001-05-26	\\x3b40f052
6cb2dd93-8fda-4131-a30c-87c0e04567d4	1137	P08-4	2016-11-23	\\xadad
9404e673-ec5f-4eab-9e51-b8f376e8556c	1782	C17-3	1996-07-21	\N
c48a9db2-2263-42af-b8de-e63ea96e4fee	1023	C28-4	2016-04-16	\\xbbf6
5d8ad7ee-48a6-49f4-816e-87100f46b68a	1750	M29-4	2021-12-11	\\x96f9d845
b5feb855-58f2-4c6b-9de6-197ca7311716	1502	H09-6	2006-03-02	\\xf3058585ded6
298c4859-6a7f-44ad-9444-c7d867a4f98a	1684	P22-2	2002-01-18	\\xf98505
a5471ca4-b506-409b-9c01-7ec6639bea7e	1276	H15-8	2010-06-25	\N
f74277a1-0212-4b08-b01d-b8daf296e5e1	1096	H29-5	2014-01-15	\\xe9235076
f586878e-7f59-4841-a1f0-47dbfdc894cc	1511	T28-4	2019-04-11	\\x67fb43
8d066698-acd3-4516-a04b-6aeb28e22264	1881	P28-6	2025-11-30	\N
f7784be5-e110-4186-872d-d2fd428c8db6	1325	N28-1	2025-05-27	\\x
39846f8c-2e82-43b0-9894-d564908b72f9	1025	P01-3	2014-08-02	\\x7d
44d551d0-ded4-46be-9cf3-bda5f04b896d	1092	M29-3	2025-10-28	\\x
a286f870-5c03-43ed-9df1-3825ef144972	1527	S09-2	2016-09-19	\\x
746d570f-59a4-4adf-a3b8-8379fd1fa86d	1787	S19-6	2023-09-17	\\x5e39
3f0d0f04-a972-47e1-9016-7bdec52958cf	1561	N25-1	2004-01-04	\\x
bac0f16f-3b59-430e-b9a1-4160e7ba442e	1351	H28-2	2012-12-12	\\x7c742c
cb9495cf-774d-42ac-9dd2-dcb41cc291b1	1225	M01-1	2013-04-25	\N
2ffd835d-c648-4a79-b5ef-ac16dd82ee70	1768	S11-1	2000-09-25	\\x
8bdbf467-94c8-4c20-8c7a-ab8894e13b31	1581	N06-7	2010-10-08	\\x24362a
84470b67-d0ec-4a06-a5d7-603c7805b0e2	1420	C26-1	2024-09-30	\\x9d390d
0cee3ade-8bac-4886-a6b3-e713ef672635	1366	H36-2	2011-06-28	\\xebd537
d804bf7a-779b-43df-98a2-17405e119870	1866	S28-6	1999-11-25	\N
00b8d3a3-5737-4be2-8faf-c45070e577e4	1517	N33-6	2011-06-05	\\x2eb8
f6a3782d-8bb2-4bac-8642-03a5136ab5b1	1315	S08-4	2025-07-05	\\xe13db343
4f69001c-0f14-4a8f-924e-cea5d7a6f6fa	1620	C20-2	2011-12-30	\\xec75
c0d90a59-4870-4fd5-8184-e4aa9813e2d0	1635	N07-8	2009-09-09	\\x9d7e481b5252
2f293a6e-34e7-4958-ae34-0d4586bd3d0e	1895	C33-8	2005-12-18	\\x781a60
06608b1b-05d0-4142-9c1e-2f59cd6bfd2b	1892	N18-2	1996-09-05	\\x860bfbf4c8b5
f2712097-5973-4b17-8bac-a05d2ab8ed82	1236	M15-1	2014-06-05	\N
d40a3730-268c-462a-b507-086b2ef99b62	1363	H10-5	2005-08-08	\\xee47e6a168
357332d0-8f16-48cf-906a-f7d6ea594179	1524	M18-6	2015-10-13	\\x97b20ffadf1a
ec1881ea-0ad5-475f-86cb-ae0603734b55	1744	S36-6	2020-05-11	\N
d5c82e7b-c547-45ad-94ee-67debe2a49b8	1714	C22-5	1995-02-19	\\x4c6df2f77b
1053c583-ff2a-4790-9e92-faa2c7b347f2	1542	M18-3	2002-08-21	\N
d5ffbc65-1f96-4777-bd28-b40814ab400b	1703	P01-3	2018-07-10	\N
c8bb8b0e-b42a-4a02-9d36-4ddd4e9b411c	1460	T04-1	1997-04-12	\\x5abf4700
fb73c90b-7e97-4115-a049-468c3044f433	1182	P12-6	1997-05-12	\N
c22527d8-ce0e-4131-b04b-493d012f4a18	1754	M19-8	2024-10-06	\N
dcf565e8-fd33-4fd1-a7a0-dd9287e12ee8	1861	P07-4	2000-01-03	\\xec6f
1d065bc6-746d-4ebf-8a16-2b3e40d32478	1409	S31-8	2011-08-08	\N
26bbd1f1-c952-4b9d-a12d-4ed9fe8dea90	1444	P30-7	2006-02-09	\N
b4134056-8d7a-4e5c-9e71-f632a2fdc1f0	1866	S28-8	2016-08-19	\\xf5c60c7b3f8c
ba148cf8-a4ec-45ef-8416-ade133145707	1687	S06-8	2016-02-16	\\x8726223d
4fc12d64-98b6-4e55-8cfd-1384f564f400	1439	C07-8	2008-08-20	\\xbbac
f2341f03-7738-4916-821d-28406244ded9	1166	S28-8	2004-12-26	\\x618e4bc5
fe1285c2-519c-45fb-8edc-74d54ab887e0	1088	T16-4	2018-12-13	\\xb219a0
a33de56e-d464-4f7a-8a0b-0afdc814f03c	1521	P37-4	2006-12-14	\\x7956c4dd
8a02f030-02e8-4593-852f-d90a16aa984d	1601	C19-8	2000-08-02	\\x909065d4
a26eafe7-41bc-4840-a6d3-c1d435c9bc0f	1883	P39-8	2002-03-28	\\x10
ccec3731-0a12-4196-9699-887536f485f7	1655	S06-2	2015-11-06	\\x0a84
a834e6f5-bcee-49f2-ba63-d35bb7eaaae2	1669	P37-4	2015-05-10	\N
7bc34961-a5be-4c42-96e6-4cd84b0729c2	1230	T18-7	2013-12-26	\\xbb
dc44ee75-08fb-45b0-a7d6-4b04ca9abb2d	1349	H03-3	1995-05-20	\\x
638ff38a-e2ca-4724-bc0a-c31f3c09c0cb	1441	T24-2	1997-05-09	\\x
03d0cb0c-c9b7-4f72-9987-a675bd49704e	1504	P23-4	2023-12-02	\\xfc12a745d94d
d9549a3b-3689-4dd8-842e-0bae7030f125	1182	P36-4	2016-05-03	\\x0d
9a7cbcf3-533e-4ddd-a1f9-70621c2df249	1586	T34-7	2009-10-28	\\xbd6e50cd
2c5f36c6-cba2-4ad7-b8ef-875f9d11fd0e	1558	M20-7	2011-04-08	\N
3e8ce4c9-bd47-4a8b-b43e-641ceb43857e	1081	N18-8	2005-06-29	\\xe662b492
033503e0-0ce7-4b1a-bb37-1eb0b4af371d	1490	C16-4	1999-11-07	\N
67c186ff-d9be-461b-a9a6-8f1fa75c0f51	1034	M18-8	2024-10-23	\N
bdb85da4-6fab-44e0-a4e4-49b3dcf9ba79	1544	N23-4	2000-01-10	\\xe2de64c387
2b34906e-ead0-42e9-9511-05018c23f09e	1113	S30-4	2022-02-12	\N
b6f067a8-47cc-4c6f-940b-45a4c6f78c7c	1551	C14-2	2019-10-15	\\xb248abb6
f076439f-b743-483f-a9e0-0232fd4a546a	1323	C01-1	2005-01-31	\\x71506c55ff01
efe7c4bf-d536-440a-961d-d31c7dc96d24	1601	C39-1	2017-09-11	\\x6d19
7393816e-e70d-414a-9846-69be63f048f0	1065	C36-7	2015-03-22	\\x10
384837f1-3cda-4889-aa24-2c9e13f50e7c	1672	C26-3	2022-03-29	\\x594f1b6ef2
e113d1da-5c2b-48d7-9a97-bdf01f1e48db	1565	H02-5	2012-10-07	\N
5a60ee5e-b01d-4621-93ac-6fd7f99b8b06	1219	H10-1	2008-11-30	\\x
f898809e-401a-4dec-af57-3c3927f0ad52	1304	P09-7	2025-09-30	\\xfc
3dddb957-7e83-4776-baf8-78e6d03504fd	1443	H15-8	2009-09-22	\\xf6
beff0e83-8293-4959-a2d6-e1c9c0061321	1760	C25-5	2013-11-17	\\xbeff
90642053-2e4d-4736-b088-b3e2d0e9d078	1554	P02-6	1996-02-07	\N
3b1f340c-12f6-4123-b831-64fde70b1c7f	1056	M36-2	2017-08-18	\\x84e8
e296938a-3704-4934-8b3c-dea582c95db4	1027	H22-2	2018-11-16	\N
8d0065ed-93d1-451a-8e9a-5a89d7c5aa58	1840	P07-8	1999-03-26	\\x8d
004712f9-87d6-4a8c-baac-a4aad5cbd797	1586	T38-6	2014-12-23	\\xa053
cdb98b45-f475-4829-aaf8-232bcbca9575	1092	M17-8	2013-01-06	\\x6c62bea1
1a870a93-0543-4f5d-81a7-e915ad70af1d	1064	M11-8	2022-04-15	\N
6020ac27-4920-4826-8285-0f0da180ab6c	1709	T38-8	1997-06-24	\N
b378ddea-72f9-44f9-9bca-cc4abfe1564e	1220	N21-3	2007-08-26	\\x888096f2
d86979ff-a056-488b-b3b8-e9f1bdf44c63	1057	T27-8	2008-10-28	\N
997e99e9-23fd-427e-84ed-ad36d47a2171	1489	C30-8	2019-12-18	\\x77e9fc33bd
14fad54a-68b5-409d-905e-1832da9f3b57	1697	P10-8	2003-11-05	\\xf213a50d14
6ab728cf-83eb-493a-b92d-3c648cded98c	1155	T33-3	2015-01-07	\\xaa
b188fb86-01b9-4d64-84be-d812a383ac0d	1587	S37-5	2013-09-22	\\xf0b35911
a8196888-953b-4676-bd9f-09077ad37095	1518	T39-1	2024-11-14	\\x
873e69eb-730f-4463-8659-461fda55ad6c	1374	T24-1	2024-02-11	\\x5f4222ec3c
56c0e181-ed1a-4b7a-84bd-75d35fcb97ee	1725	C22-4	2008-11-02	\\xccd21468
efb00d82-2e30-40d1-a6b1-0aa660fa8363	1391	C02-4	2018-06-14	\\xfcd12f
aa85bf20-ba3e-4ba7-a0b1-a0ca4568b06d	1680	C19-1	2005-12-29	\\x313c5b49
1f0eb695-c140-4080-997c-01e3c6010c81	1784	N01-7	2002-05-15	\\x5ee377
f6e1e7c2-b5dc-4d6f-9aa8-c97fc3cfeff0	1384	S30-5	2004-11-13	\\xf245c7c710
43912370-e3c9-487d-b318-74cb6184d55e	1400	P15-4	2009-08-31	\\x5cd0ee0a2016
8266269a-6763-4001-83cf-0ff692126fd6	1542	M36-2	2007-02-14	\N
5ae0a9d1-1806-47ec-b4b5-02be209b98f7	1870	N16-6	2023-09-25	\\xf2cc
e24730ae-bfe5-4ae5-8154-b6b9c25db4c5	1804	S23-2	1999-07-05	\\x88a800f7
0f667f2f-7feb-43f3-984e-6ae3393e9e40	1309	M34-3	2001-11-11	\\x
4310b8f0-0814-44ae-8d34-401b9292ec6b	1196	T30-2	2002-02-07	\\x68
2e8b6ac1-02f7-49fc-85da-0f09c2d9f42e	1312	C25-4	2025-08-12	\\xca
739fe243-4aee-4f7e-b6a7-e3e289819f0d	1563	T13-4	2020-04-18	\\xad
d691121b-120f-4710-ab27-3137fdb63780	1312	C07-3	2020-11-12	\\xad0e72
5439db61-0099-4ec2-9600-537d3332a696	1143	M01-7	2015-03-22	\\x
52abff9d-f90d-486f-8610-25dfaa62694d	1675	N15-8	2015-08-23	\\x
4e0debd5-4cae-41dd-b104-5f5dcba5627c	1220	N03-6	1997-10-27	\N
8c8b0be1-242f-49d7-b5f3-3ab3d4f6cd35	1427	C01-7	2000-02-06	\N
c57194ac-a149-4493-b566-d84535b50b5e	1833	C36-8	2016-05-01	\N
8a232b8e-ac30-40b7-bd84-23c16b2dfa2b	1474	C14-2	2007-03-04	\N
b809a9e5-129d-4d99-aaca-426099a68d91	1433	S33-8	2010-12-04	\\xeaa098fe
df3e4de7-f3d9-4db6-9f04-0991f08673b4	1627	M27-2	2012-03-27	\\x3ea3dfa0b72f
fa2c7436-5f62-4ba3-bae1-cbf13a8175a1	1874	S14-2	2022-11-30	\\xd750
1b04c057-41f2-492e-86e4-1b6c1dbd892c	1054	S21-4	2011-10-13	\N
9705ba93-460c-4486-aefc-1eae0a680fbc	1422	P27-2	2015-10-07	\\x00
a5defa6a-4eee-4352-ab20-1144765c0789	1199	C17-6	2008-10-25	\N
95876b0c-f9e9-46ce-9de3-14e6c8541424	1886	H02-7	2001-05-20	\\xa7de
ecded7b5-f36a-4771-81f3-7c6f33ffe4ea	1561	N11-6	2017-04-10	\\x
1f85641b-a310-4edd-b82e-248eff9e5638	1828	C20-2	2007-09-23	\N
4b3694c8-3168-49bd-9de8-44ed80c1132a	1506	C10-3	1998-12-20	\N
c96b17f7-6219-4416-8de3-22949d2dec97	1631	C19-4	2011-07-23	\N
47fa1ca8-2871-4160-853e-5f651b56c123	1525	T15-1	2012-07-12	\\x30
2fb69475-fa78-4371-b64d-a3455117320f	1446	H12-4	2017-04-17	\N
eb8071fe-a5cf-4f23-9e82-3d2dbd0c8ea6	1689	P19-2	1998-11-30	\\x222edb4e
2dc6ac2b-0c89-472b-8e53-06888aa5832b	1877	P11-6	2006-05-25	\\x9b1a
12829716-feb0-4948-a3dc-e60804b2191a	1752	H24-7	2022-10-27	\N
acdc4c35-3ac0-41bb-8331-5ba45f0695be	1040	C15-5	2000-07-24	\\xc13ab4641df2
d6be12de-70e6-4b39-ab53-dfffd484f99d	1185	S04-5	2017-10-26	\\x6f74fa
fa30b7ca-691e-4292-b71d-7d87be284391	1357	P03-6	2016-11-07	\N
0316daa4-f506-4ac0-ba93-20aa62750749	1404	P18-4	2000-07-31	\N
95d159cf-ed0c-40ed-8ab3-6e242b71eba9	1314	C22-3	1995-08-17	\\x0ff34e88a3ab
4c592a2f-b7a8-466b-ab9e-22cce893397b	1287	M38-1	2002-05-26	\\x3832a7644edc
904b9ba1-6899-4417-8cd7-bfbb7305ead5	1807	S16-8	2025-05-23	\N
2116e279-2bfb-4ec5-b603-ade3fd310f47	1503	C32-7	1999-09-20	\\xa5b4a4
b15d35d1-623d-4776-aead-15172b74c292	1886	H19-8	2000-12-17	\\xe62414
cf67ab4f-5847-433e-878a-6d96aa6f9c72	1313	H39-3	1995-12-02	\\x
f3d02fb2-02a0-489a-990b-9824ab32271d	1276	H06-5	2021-11-25	\\xd36d72cd6df4
2e00b49a-6079-4d09-91dc-dde0dac554d2	1376	H16-2	2012-08-11	\\x0bf13501b4
5f932948-5a65-4ace-a418-3f6ef6b7e4b2	1389	P23-6	2024-04-09	\N
a3efd66f-316b-47a4-ab8b-69fb49776f6b	1220	N18-2	2023-08-13	\\xb8
010e390c-0ffe-4dbc-88a6-3a4f09cd4061	1668	T36-4	2007-12-26	\\x25df9f
ebe5696f-f161-4465-b2f8-6e3a424c9671	1242	C15-7	2000-12-11	\\x
3393063a-6bad-46d4-871c-52773f23988c	1879	M13-3	2010-05-10	\N
74c017b3-bb92-4fec-a381-44cee7677eb6	1350	C01-8	2020-11-10	\\x3d
40a3cc2f-0160-4837-88f4-553187aa57e7	1254	C21-5	1998-02-18	\\x5b7290fccb
243967dd-7437-45c6-af91-88b3c1ba4969	1820	T17-1	2021-03-10	\\x69ce21d0
a66c863e-c462-47f9-9e76-7f6e7285044e	1020	N28-4	2022-10-12	\\x79cc36
d753d9a3-44c9-40c3-ae16-5d0e03b26439	1220	N10-1	2016-04-23	\N
9c026c78-9c82-4628-8c2d-88d9a10dfbaa	1738	S36-7	2000-12-27	\N
09759ef1-87d0-41ce-808a-fa12c3d7f13a	1509	P39-2	2007-08-18	\\x080d
fbb71d06-8c4a-4ae0-8253-19d9bd616d7e	1770	C08-6	1998-09-17	\\x64
41f8ec66-78a8-460f-85d6-e4a8f9db4070	1724	M30-6	2010-06-23	\N
d68494a9-0af3-4369-8db1-dc395e5afa50	1555	M39-1	2004-05-06	\\x
c60fa076-72c9-4d88-8cec-e394dd66beef	1723	P32-6	2000-06-09	\N
a827096c-10f5-4d26-bd73-6cda2e82aebb	1651	C14-5	2018-01-18	\\x5a1401
2be85adf-63a9-4cd0-8fc2-df8cad523850	1247	T15-4	2022-08-20	\N
21b3a489-9ebe-4149-894b-4883fd98f3a3	1817	N16-5	2013-03-21	\\x8534
1589d73f-15d8-4ec2-8337-a0a453208f8e	1417	H30-8	2018-03-22	\\x0f
e80bd2a9-26f9-478a-a6e1-50922c42a873	1757	N25-1	2009-07-02	\\xf7dce8
d8b0275d-38d4-4408-ac10-8e6eea69c204	1864	P28-7	2002-04-02	\N
0b59af84-bfa6-4d5c-8fe0-b959756b731f	1592	H38-7	1997-07-20	\\xf057947af841
f7915483-ede7-4f1f-bf39-c87495e36709	1321	P34-6	2005-08-19	\\x7dd5c6
3a178c0c-fd1d-4797-885a-d381cead62d8	1503	C29-2	2021-10-09	\N
48819ccb-86a4-4d90-978f-db5b32ff9761	1673	T12-2	2020-10-30	\\x59
81268386-36db-4877-a110-bad64ffd261d	1809	N01-2	2017-08-29	\N
bc94d59d-24f8-4860-92d3-cb2be401d786	1461	C15-1	2009-09-05	\\x8ca57c
712f11a9-858c-4449-99ed-b49fdd218968	1368	S04-2	2013-07-26	\N
6e50cd1a-9694-465b-b89b-97d2a9f309b2	1278	C30-8	2005-11-24	\\x50fbe2
b495d3fb-de18-430d-8373-c9389831014f	1772	T27-5	2013-02-11	\\x07664c
62c01859-6973-4b91-8270-9056d36693c1	1491	C16-2	1999-11-21	\N
ee5f993e-8fc9-453c-bc70-b499f3ed1886	1291	H33-5	2016-05-25	\\x307b40fb2a2f
a7e41b2e-03f3-47d8-a9a5-55271a06b857	1302	H22-8	2014-07-04	\N
57e4d2d4-6e43-4411-91d1-e4e8e8889105	1263	S32-6	2011-03-20	\\xf3521a88
0e0be26a-48c5-4151-b247-01e6024f4a99	1622	C36-2	2020-12-13	\\x
e5867bed-4619-4741-92b9-3b014d4b68e5	1513	N10-5	1995-09-29	\\x886d
db45cd52-275f-4828-bdf5-4cc8bda91816	1395	H25-2	2024-07-16	\\x64
2ae3b13f-a530-4c89-b65a-61d7313cc577	1558	M04-8	2002-01-29	\N
388f2953-bb7c-4174-864e-dce000e14787	1172	N04-4	2018-10-17	\\x7f1474fe35
7288700c-3370-4827-8cbd-e808e423c24d	1141	N05-4	2014-10-31	\\x64c5
7f1ed8b4-d792-47f5-8a94-298b68061d9e	1006	C19-3	2020-01-16	\\xb6eaefcfdab9
9b2fa07e-0ac7-4b16-b43d-a89bb1b85e34	1324	C31-4	2022-09-23	\N
c7aa2389-d625-42e1-b709-2766067359e2	1289	T06-5	2020-01-01	\\xe5
4dd00dab-edc5-4c04-9d12-1f03db05b2d2	1307	T31-6	2014-06-04	\\xeac4c2607cd1
46950f21-0342-4d85-afaa-bbc60b98d22c	1217	M37-5	2023-09-26	\\x77d0ff2f
0034a9ed-11ea-4dfc-a122-50c6ebe2f814	1297	C18-4	1995-12-17	\\xd89c
75fc4f2d-a50a-4c0b-b23a-e6f15b0d47a4	1866	S22-2	2003-09-12	\\x293494ea
ae307c67-07cc-4276-a930-3b3f6682c3cb	1784	N34-4	2022-12-15	\\x3fbdf78b
1c512b67-eac1-49fc-9d6a-3015fec438d5	1349	H17-3	2007-07-01	\\x0119ec6b38
b5122190-1b75-4d1c-a7e6-c88fc078bf1e	1421	C02-7	2016-05-29	\N
4c1fa1d8-563c-4c4b-9b6d-b8c06ea8c13a	1522	N31-6	2009-10-13	\\xdf6f91c99002
c81f9841-8ff4-454d-aa20-db0215a9e10b	1253	C19-2	2011-09-08	\\x
\.

COPY members (member_id, name, email, joined, balance, active) FROM STDIN;
1	Quirin Msangi	\N	2010-01-13 10:11:15.801882	0.00	t
2	Jürgen Salim	jürgen.salim2@example.org	2001-12-28 23:28:19	0.00	t
3	Upendo Mrisho	upendo.mrisho3@example.org	2004-08-12 11:43:16.172735	0.00	t
4	Esther Ndege	esther.ndege4@example.org	2021-09-27 01:33:03	0.00	t
5	Lulu Rossi	lulu.rossi5@example.org	2022-01-30 15:35:25	15.53	t
6	Quirin Salim	quirin.salim6@example.org	2007-06-07 12:40:51	0.00	t
7	Pendo Juma	\N	2005-10-28 15:48:16.441778	0.00	t
8	Tatu Mwangi	tatu.mwangi8@example.org	2022-07-02 16:54:25	0.00	f
9	Salma Dubois	salma.dubois9@example.org	2013-11-06 15:56:27	38.68	t
10	Ólafur Nyerere	ólafur.nyerere10@example.org	2008-10-26 07:45:16	0.00	t
11	David Mwangi	david.mwangi11@example.org	2018-09-25 01:19:45	0.00	t
12	Hamisi Kariuki	hamisi.kariuki12@example.org	2007-06-24 04:33:33.074022	0.00	t
13	Salma Ali	salma.ali13@example.org	2021-10-22 07:36:09.716698	0.00	t
14	David Okonkwo	david.okonkwo14@example.org	2008-12-13 02:00:15.908172	0.00	t
15	Daudi Nováková	daudi.nováková15@example.org	2009-01-04 16:25:36.799279	0.00	t
16	Quirin Tanaka	quirin.tanaka16@example.org	2022-05-10 15:45:52	0.00	f
17	Yusuf Nyerere	yusuf.nyerere17@example.org	2004-01-18 16:01:47	0.00	t
18	Ivo Nováková	ivo.nováková18@example.org	2010-09-28 03:50:17	28.15	f
19	Lulu Mrisho	lulu.mrisho19@example.org	2023-04-20 20:53:15.725578	4.09	t
20	Chloé Mkapa	chloé.mkapa20@example.org	2010-12-27 12:46:38	0.00	t
21	Ólafur Mwangi	ólafur.mwangi21@example.org	2021-01-11 19:04:12	24.55	t
22	Zuberi Simba	zuberi.simba22@example.org	2001-04-16 05:59:11	0.00	t
23	Quirin Nyerere	quirin.nyerere23@example.org	2008-04-19 21:04:05	0.00	t
24	Hamisi Silva	\N	2022-06-06 19:08:10.117801	0.00	t
25	Ólafur Juma	ólafur.juma25@example.org	2013-05-01 11:24:44	0.00	t
26	Petra Ali	petra.ali26@example.org	2020-11-23 14:50:44	-1.01	f
27	Chausiku Kamau	chausiku.kamau27@example.org	2007-03-29 02:34:21	0.00	t
28	Grace Kariuki	grace.kariuki28@example.org	2022-04-06 12:29:49.646821	0.00	f
29	Quirin Njoroge	quirin.njoroge29@example.org	2003-03-21 03:46:10.821479	0.00	t
30	Omari Wekesa	omari.wekesa30@example.org	2002-08-17 09:58:09.907382	0.00	t
31	Kofi Ndege	kofi.ndege31@example.org	2020-09-09 03:46:18.771877	22.25	t
32	Amina Juma	amina.juma32@example.org	2012-09-12 23:13:44	0.00	f
33	Chloé Rossi	chloé.rossi33@example.org	2002-08-06 07:15:01.958142	19.69	f
34	Amina Okonkwo	amina.okonkwo34@example.org	2003-12-19 20:11:41.805213	0.00	t
35	Zuberi Mrisho	zuberi.mrisho35@example.org	2021-02-07 16:37:37.430400	0.00	t
36	Lena Otieno	lena.otieno36@example.org	2019-11-29 00:57:52.600914	43.42	t
37	David Kariuki	david.kariuki37@example.org	2014-07-30 07:53:50	0.00	t
38	Chloé Juma	chloé.juma38@example.org	2023-09-14 21:27:29.122902	17.85	t
39	Mosi Simba	mosi.simba39@example.org	2007-12-12 02:37:18	-4.84	f
40	Zuberi Kimani	zuberi.kimani40@example.org	2006-08-05 13:21:31	0.00	t
41	Fatou Wekesa	fatou.wekesa41@example.org	2023-05-30 04:15:39	0.00	t
42	Faraji García	faraji.garcía42@example.org	2024-01-26 20:29:07	0.00	t
43	Petra Ndege	petra.ndege43@example.org	2013-12-31 03:31:38.708239	0.00	t
44	Wanjiru Mrisho	wanjiru.mrisho44@example.org	2004-01-14 06:15:23.520259	0.00	t
45	Yusuf Müller	\N	2012-07-18 23:30:06	0.00	t
46	Mosi Ali	mosi.ali46@example.org	2004-07-03 19:48:45	16.01	t
47	Kofi Odhiambo	kofi.odhiambo47@example.org	2012-12-12 09:41:04.633103	7.16	t
48	Upendo Silva	upendo.silva48@example.org	2024-11-12 04:17:31	0.00	t
49	Hanna Mwangi	\N	2004-08-21 11:16:31.259815	0.00	t
50	Upendo Achieng	upendo.achieng50@example.org	2005-07-20 20:30:28.011938	0.00	t
51	Omari Rossi	omari.rossi51@example.org	2021-12-14 09:28:10	0.00	t
52	Upendo Juma	\N	2024-01-04 13:46:29	0.00	t
53	Noor Achieng	noor.achieng53@example.org	2021-09-09 14:50:55.120678	35.48	t
54	Faraji Kariuki	faraji.kariuki54@example.org	2011-03-22 01:11:59	46.89	t
55	Neema Dubois	neema.dubois55@example.org	2022-08-30 10:38:30	41.80	t
56	Petra Mrisho	petra.mrisho56@example.org	2021-10-09 05:10:39	0.00	t
57	Ólafur Msangi	ólafur.msangi57@example.org	2024-12-12 11:14:17.473106	0.00	f
58	Kofi Kowalska	kofi.kowalska58@example.org	2017-10-29 12:22:39.285895	0.00	t
59	Lena Wekesa	lena.wekesa59@example.org	2007-01-22 02:58:07.212309	0.00	t
60	Daudi Kamau	daudi.kamau60@example.org	2008-07-23 02:26:48	15.25	t
61	Grace Ali	grace.ali61@example.org	2008-05-22 07:13:33	0.00	t
62	Upendo García	upendo.garcía62@example.org	2021-12-13 04:54:47	0.00	t
63	David Msangi	david.msangi63@example.org	2024-07-28 09:07:44.005508	0.00	t
64	Hamisi Dubois	\N	2022-02-14 00:24:51	0.00	t
65	Ivo Nováková	ivo.nováková65@example.org	2018-01-28 18:36:33.365265	4.59	t
66	Quirin Nováková	quirin.nováková66@example.org	2004-06-13 02:56:37	25.93	t
67	Chloé Achieng	chloé.achieng67@example.org	2016-04-23 12:53:59	0.00	t
68	Upendo Kowalska	upendo.kowalska68@example.org	2002-02-03 01:26:20.513295	43.33	t
69	Khadija Otieno	khadija.otieno69@example.org	2005-08-27 15:32:26.981632	0.00	t
70	Hanna Kimani	\N	2013-08-22 10:07:24	0.00	t
71	Fatou Mkapa	fatou.mkapa71@example.org	2021-10-01 14:40:56.095494	6.41	t
72	Tatu Otieno	tatu.otieno72@example.org	2012-10-10 13:56:39	0.00	t
73	Günter Kowalska	günter.kowalska73@example.org	2006-07-24 08:00:11	20.24	t
74	Faraji Rossi	faraji.rossi74@example.org	2012-09-18 02:21:23.754879	0.00	t
75	Björn Dubois	björn.dubois75@example.org	2010-08-15 16:11:58	35.73	t
76	Pendo Tanaka	pendo.tanaka76@example.org	2003-09-25 09:39:33.163525	12.85	t
77	Salma Tanaka	salma.tanaka77@example.org	2006-02-23 21:52:53	7.49	t
78	Juma Kowalska	juma.kowalska78@example.org	2001-01-28 18:32:33	0.00	t
79	Khadija Mwangi	khadija.mwangi79@example.org	2006-10-30 22:39:41.187412	0.00	t
80	Faraji Hassan	\N	2008-11-22 16:31:14	3.14	t
81	Ólafur Nyerere	ólafur.nyerere81@example.org	2021-07-13 10:18:04	22.40	t
82	Chloé Hassan	chloé.hassan82@example.org	2002-02-17 14:02:20.102569	0.00	t
83	Juma Müller	juma.müller83@example.org	2005-05-23 03:17:41.015968	0.00	t
84	Neema Mrisho	neema.mrisho84@example.org	2011-10-22 08:14:44	0.00	f
85	Khadija Mkapa	\N	2011-08-25 17:42:01	0.00	t
86	Anna Dubois	anna.dubois86@example.org	2019-03-25 00:55:58.532235	40.79	t
87	Daudi Rossi	daudi.rossi87@example.org	2015-04-23 04:42:28.804195	0.00	t
88	Björn Dubois	björn.dubois88@example.org	2003-01-22 04:24:41.828724	0.00	t
89	Salma Mwangi	salma.mwangi89@example.org	2014-04-23 05:26:57	5.04	t
90	Esther Ali	\N	2017-03-07 22:38:56	11.88	t
91	Noor Nyerere	noor.nyerere91@example.org	2021-06-27 09:39:34.267506	0.00	t
92	Daudi Kamau	daudi.kamau92@example.org	2018-12-24 19:45:15.282818	0.00	f
93	Lena Simba	\N	2014-12-22 09:52:01	45.18	t
94	Ivo García	ivo.garcía94@example.org	2022-09-14 15:45:12.432332	16.19	t
95	Baraka Juma	baraka.juma95@example.org	2016-05-10 17:05:30	0.00	t
96	Khadija Simba	khadija.simba96@example.org	2009-07-09 22:18:03.022515	0.00	t
97	Chloé Kariuki	chloé.kariuki97@example.org	2012-06-23 17:19:27.896705	0.00	f
98	Anna Rossi	anna.rossi98@example.org	2012-07-29 04:13:49	-2.77	t
99	Hanna Ali	hanna.ali99@example.org	2021-08-03 19:03:59.195240	0.00	t
100	Khadija Msangi	khadija.msangi100@example.org	2022-03-15 17:58:57	0.00	t
101	Ólafur Mrisho	ólafur.mrisho101@example.org	2003-03-26 02:15:38.386651	0.00	f
102	Zuberi Kariuki	\N	2001-10-12 21:47:26.484754	0.00	t
103	Amina Juma	amina.juma103@example.org	2004-05-23 08:03:22	0.00	t
104	Zuberi Ndege	zuberi.ndege104@example.org	2003-04-12 08:12:17.150242	26.00	t
105	Wanjiru García	wanjiru.garcía105@example.org	2006-03-25 18:48:57.530867	29.72	t
106	Petra García	petra.garcía106@example.org	2006-06-30 12:28:07	0.00	f
107	Günter Njoroge	günter.njoroge107@example.org	2016-07-09 13:22:39	-3.65	f
108	Neema Dubois	neema.dubois108@example.org	2018-11-19 08:21:33	6.66	t
109	David Mkapa	david.mkapa109@example.org	2023-04-13 13:18:20.803155	30.35	t
110	Yusuf Rossi	yusuf.rossi110@example.org	2017-10-29 22:16:34.965113	4.11	t
111	Chausiku Nováková	chausiku.nováková111@example.org	2004-12-26 04:51:34.841931	0.00	t
112	Hamisi Juma	hamisi.juma112@example.org	2012-06-22 10:52:38	25.39	t
113	Günter Müller	günter.müller113@example.org	2002-12-12 17:11:42	0.00	t
114	Ólafur García	ólafur.garcía114@example.org	2011-12-10 07:21:10.493361	41.06	t
115	Mosi Hassan	mosi.hassan115@example.org	2017-04-19 12:59:45	3.15	t
116	Rashidi Silva	rashidi.silva116@example.org	2010-09-06 04:04:48	0.00	f
117	Neema Okonkwo	neema.okonkwo117@example.org	2011-11-25 05:54:39.045565	0.00	t
118	David Mwangi	david.mwangi118@example.org	2023-02-11 14:12:23	0.00	t
119	Hanna Wekesa	hanna.wekesa119@example.org	2005-11-25 17:48:39.199170	0.00	t
120	Hamisi Mwangi	\N	2002-01-30 09:27:37.055251	0.00	t
121	Máté Kimani	máté.kimani121@example.org	2011-11-06 00:17:56	0.00	f
122	Lulu Müller	lulu.müller122@example.org	2014-11-28 13:52:47	31.12	t
123	Élodie Hassan	\N	2019-07-01 10:03:53.353099	0.00	t
124	Chloé Mrisho	chloé.mrisho124@example.org	2015-04-19 08:59:40	30.44	t
125	Yusuf Abdalla	yusuf.abdalla125@example.org	2007-06-05 09:35:44.413931	0.00	t
126	Kofi Mwangi	kofi.mwangi126@example.org	2017-04-15 23:43:36	15.57	t
127	Baraka Simba	baraka.simba127@example.org	2004-09-12 03:24:34	13.92	t
128	Anna Sørensen	anna.sørensen128@example.org	2016-09-14 10:17:50	0.00	t
129	Günter Msangi	günter.msangi129@example.org	2022-10-19 12:32:07	37.60	t
130	Lulu Silva	lulu.silva130@example.org	2020-01-18 08:09:37.259246	6.31	t
131	Lulu Dubois	lulu.dubois131@example.org	2015-10-24 09:51:55	24.30	t
132	Yusuf Sørensen	yusuf.sørensen132@example.org	2004-03-08 15:41:37	46.91	t
133	Petra Abdalla	petra.abdalla133@example.org	2003-11-14 17:00:38.620437	0.00	f
134	Zuberi Wekesa	zuberi.wekesa134@example.org	2005-03-25 23:00:46.133485	-3.12	t
135	Zuberi Nyerere	zuberi.nyerere135@example.org	2021-02-03 04:04:45	0.00	t
136	Grace Salim	grace.salim136@example.org	2022-07-22 05:54:55.160934	0.00	t
137	Yusuf Ndege	yusuf.ndege137@example.org	2009-09-09 01:38:59.522336	15.94	t
138	David Otieno	david.otieno138@example.org	2023-03-01 18:12:13	0.00	t
139	Zuberi Kowalska	zuberi.kowalska139@example.org	2009-11-23 11:26:36	2.88	t
140	Pendo Nováková	pendo.nováková140@example.org	2020-08-27 01:04:01	0.00	t
141	Hanna Salim	hanna.salim141@example.org	2014-07-26 17:19:59	0.00	t
142	Salma Sørensen	salma.sørensen142@example.org	2008-06-18 16:16:57.263347	0.00	t
143	Tatu Silva	tatu.silva143@example.org	2016-11-11 23:08:44.600195	25.28	t
144	Grace Tanaka	grace.tanaka144@example.org	2017-01-15 14:35:03.953551	0.00	t
145	Lena Achieng	lena.achieng145@example.org	2024-03-14 23:40:55	0.00	t
146	Noor Wekesa	noor.wekesa146@example.org	2019-01-27 08:10:42.325300	23.12	t
147	Khadija Mwangi	khadija.mwangi147@example.org	2007-01-12 23:31:30	0.00	t
148	Günter Otieno	günter.otieno148@example.org	2021-11-22 17:54:47.929512	0.00	f
149	Neema Otieno	neema.otieno149@example.org	2020-09-18 11:30:39	0.00	f
150	Chloé Okonkwo	chloé.okonkwo150@example.org	2011-03-26 12:09:34.483199	0.00	t
151	Daudi Otieno	daudi.otieno151@example.org	2002-01-04 21:25:19	46.20	t
152	Fatou Kowalska	fatou.kowalska152@example.org	2007-12-15 11:36:00	0.00	t
153	Wanjiru Odhiambo	wanjiru.odhiambo153@example.org	2004-01-05 02:02:35.301990	34.69	t
154	Khadija Wekesa	khadija.wekesa154@example.org	2006-06-25 14:44:31	0.00	t
155	Chloé Okonkwo	chloé.okonkwo155@example.org	2013-10-20 00:50:34.339570	0.00	t
156	Lena Okonkwo	lena.okonkwo156@example.org	2011-03-29 02:02:12.176755	0.00	t
157	Anna Kariuki	anna.kariuki157@example.org	2017-08-24 06:02:06	0.00	t
158	Chausiku Mkapa	chausiku.mkapa158@example.org	2021-08-21 04:56:41.297107	0.00	t
159	Daudi Ali	daudi.ali159@example.org	2023-01-30 03:20:23.407632	0.00	t
160	Lena Salim	lena.salim160@example.org	2023-03-20 08:01:05	43.91	t
161	Khadija Nováková	khadija.nováková161@example.org	2009-06-13 06:10:10.160797	0.00	t
162	Jürgen Hassan	jürgen.hassan162@example.org	2005-09-04 04:55:46.661662	0.00	t
163	Mosi Hassan	mosi.hassan163@example.org	2018-02-13 07:32:54.173344	0.00	t
164	David Nováková	david.nováková164@example.org	2019-06-08 19:01:40	0.00	t
165	Juma Hassan	juma.hassan165@example.org	2004-09-27 20:23:47.489039	0.00	t
166	Petra Ali	petra.ali166@example.org	2003-06-26 14:01:02.540587	43.64	t
167	Quirin Msangi	quirin.msangi167@example.org	2002-06-28 07:52:08	0.00	t
168	Ólafur Okonkwo	ólafur.okonkwo168@example.org	2011-10-30 06:36:22.758595	17.97	t
169	Lulu Nyerere	lulu.nyerere169@example.org	2011-09-03 00:30:43	0.00	f
170	Chloé Simba	chloé.simba170@example.org	2004-07-17 02:42:30.932486	0.00	t
171	Yusuf Simba	yusuf.simba171@example.org	2024-04-24 22:14:42	34.92	t
172	Esther Achieng	esther.achieng172@example.org	2018-11-07 07:40:10	0.00	t
173	Amina Mkapa	amina.mkapa173@example.org	2018-11-25 12:38:24	0.00	t
174	Amina Mrisho	amina.mrisho174@example.org	2006-06-18 22:31:16	5.54	t
175	Zuberi Sørensen	zuberi.sørensen175@example.org	2022-08-05 03:42:49.725645	0.00	t
176	Juma Dubois	juma.dubois176@example.org	2021-08-08 23:44:06.168062	0.00	t
177	Pendo Sørensen	pendo.sørensen177@example.org	2024-05-30 17:29:35	0.00	t
178	Hanna Njoroge	hanna.njoroge178@example.org	2022-03-03 09:54:01	0.00	f
179	Mosi Simba	mosi.simba179@example.org	2016-11-11 03:08:40	0.00	t
180	Quirin Dubois	quirin.dubois180@example.org	2010-10-16 18:09:09	0.00	t
181	Ivo Mwangi	\N	2010-09-13 23:37:09	0.00	t
182	Ólafur García	ólafur.garcía182@example.org	2004-05-14 10:25:48	0.00	t
183	Chloé Otieno	chloé.otieno183@example.org	2007-07-11 08:49:32	0.00	t
184	Baraka García	baraka.garcía184@example.org	2014-03-05 11:35:07	0.00	f
185	Juma Rossi	\N	2016-06-10 06:31:53	0.00	t
186	Neema Msangi	neema.msangi186@example.org	2024-05-17 04:46:52	36.16	t
187	Ólafur Müller	ólafur.müller187@example.org	2024-03-13 16:26:42.325610	0.00	t
188	Pendo Dubois	pendo.dubois188@example.org	2023-08-14 18:25:30.867691	0.00	t
189	Quirin Sørensen	quirin.sørensen189@example.org	2009-03-30 18:50:49.501032	0.00	t
190	Amina Mkapa	\N	2002-07-22 23:13:54	0.00	t
191	Élodie Silva	élodie.silva191@example.org	2012-07-25 21:20:49.296667	0.00	f
192	Kofi Dubois	kofi.dubois192@example.org	2012-08-22 13:12:22.609265	0.00	t
193	Wanjiru Abdalla	wanjiru.abdalla193@example.org	2019-06-16 08:37:49	30.50	t
194	Upendo Hassan	upendo.hassan194@example.org	2009-06-24 11:57:58	0.00	t
195	Omari Nováková	omari.nováková195@example.org	2020-01-16 03:25:17.626188	0.00	t
196	Omari Kimani	omari.kimani196@example.org	2016-11-03 03:15:24	40.70	t
197	Amina Müller	amina.müller197@example.org	2017-12-28 17:47:44.821069	0.00	t
198	Yusuf Silva	yusuf.silva198@example.org	2010-01-15 18:24:40	0.00	t
199	Hanna Otieno	hanna.otieno199@example.org	2022-10-08 21:50:23	0.00	t
200	Zuberi Nováková	\N	2014-06-08 09:41:35.943852	0.00	t
201	David Salim	david.salim201@example.org	2022-01-03 12:20:45.154370	0.00	t
202	Mosi Rossi	mosi.rossi202@example.org	2010-08-10 18:44:58	30.94	t
203	Günter Kimani	günter.kimani203@example.org	2004-06-15 00:12:13.306298	11.99	t
204	Neema Abdalla	neema.abdalla204@example.org	2012-06-12 21:42:34.300230	0.00	t
205	Faraji Simba	faraji.simba205@example.org	2007-10-28 22:27:46.666059	0.00	t
206	Baraka Achieng	baraka.achieng206@example.org	2002-12-06 17:59:47	0.00	t
207	Baraka Okonkwo	baraka.okonkwo207@example.org	2012-04-22 23:01:10	26.96	t
208	Baraka Tanaka	baraka.tanaka208@example.org	2007-10-20 10:49:28.595576	5.49	t
209	Upendo Mwangi	\N	2015-06-09 12:41:17	0.00	t
210	Hamisi Abdalla	hamisi.abdalla210@example.org	2006-12-29 15:50:30	0.00	t
211	Esther Nyerere	esther.nyerere211@example.org	2021-10-29 16:05:22	0.00	t
212	Neema García	neema.garcía212@example.org	2018-04-19 16:54:50.327395	0.00	t
213	Pendo Kariuki	pendo.kariuki213@example.org	2009-02-14 20:40:56.003588	8.18	f
214	Wanjiru Msangi	wanjiru.msangi214@example.org	2012-05-12 19:14:57.629864	33.84	t
215	Ivo Otieno	ivo.otieno215@example.org	2010-01-10 05:31:44	0.00	f
216	Ivo Sørensen	ivo.sørensen216@example.org	2005-12-18 20:02:27	0.00	t
217	Máté Okonkwo	máté.okonkwo217@example.org	2014-09-09 18:35:59	0.00	t
218	Quirin Simba	quirin.simba218@example.org	2006-11-09 12:25:18.083521	0.00	t
219	Yusuf Njoroge	yusuf.njoroge219@example.org	2024-12-15 02:49:01.701074	0.00	t
220	Noor Salim	noor.salim220@example.org	2003-06-25 01:52:01.587166	11.60	t
221	Fatou Dubois	fatou.dubois221@example.org	2001-05-30 16:51:28.553021	21.93	t
222	Lulu Rossi	lulu.rossi222@example.org	2010-08-21 14:30:07	0.00	t
223	Björn Juma	björn.juma223@example.org	2001-04-26 20:31:40.152328	0.00	t
224	Günter Nyerere	günter.nyerere224@example.org	2006-07-14 16:44:50	0.00	t
225	Hamisi Abdalla	hamisi.abdalla225@example.org	2015-04-19 20:24:17	6.12	t
226	Omari Rossi	omari.rossi226@example.org	2014-07-06 11:05:00.184775	0.00	t
227	Lulu Sørensen	\N	2008-03-08 23:03:02	0.00	t
228	Ivo Tanaka	ivo.tanaka228@example.org	2020-09-29 10:12:42	0.00	t
229	Pendo Hassan	pendo.hassan229@example.org	2011-08-11 13:20:07	0.00	f
230	Esther Kamau	\N	2002-09-21 20:05:05	24.38	t
231	Björn Nyerere	björn.nyerere231@example.org	2003-02-06 23:09:42.444724	0.00	t
232	Imani Odhiambo	imani.odhiambo232@example.org	2007-07-28 06:14:39	0.00	t
233	Omari Hassan	omari.hassan233@example.org	2005-07-14 07:30:06.009681	0.00	f
234	Ivo Achieng	ivo.achieng234@example.org	2001-05-29 12:23:59	0.00	t
235	Baraka Müller	baraka.müller235@example.org	2014-09-18 13:13:42.856008	0.00	t
236	Daudi Nováková	daudi.nováková236@example.org	2023-02-17 08:30:37.080200	0.00	t
237	Hamisi Silva	hamisi.silva237@example.org	2013-02-28 16:45:51.094618	0.00	t
238	Amina Okonkwo	amina.okonkwo238@example.org	2007-09-04 16:34:23	0.00	t
239	Zuberi Okonkwo	\N	2013-01-11 23:48:12.334691	0.00	t
240	Hanna Dubois	hanna.dubois240@example.org	2006-03-25 16:40:57	0.00	t
241	Tatu Kowalska	tatu.kowalska241@example.org	2016-10-15 21:46:37.858568	0.00	t
242	Fatou Nováková	fatou.nováková242@example.org	2018-10-19 06:30:04	0.00	t
243	Björn Nyerere	björn.nyerere243@example.org	2016-07-07 20:35:18	0.00	t
244	Hamisi Kowalska	hamisi.kowalska244@example.org	2013-05-16 13:54:19.302374	32.10	f
245	Günter Sørensen	günter.sørensen245@example.org	2023-11-26 18:57:14	2.32	t
246	Esther García	esther.garcía246@example.org	2003-07-26 01:08:04.159508	0.00	t
247	Kofi Rossi	kofi.rossi247@example.org	2007-03-27 00:10:59	0.00	t
248	Ólafur Kamau	ólafur.kamau248@example.org	2016-10-18 11:26:09.570859	34.78	t
249	Fatou Abdalla	fatou.abdalla249@example.org	2014-12-18 08:03:29	0.00	t
250	Salma Kariuki	salma.kariuki250@example.org	2010-03-23 07:58:13	0.00	t
251	Baraka Kariuki	\N	2011-08-06 17:48:54.608843	0.00	t
252	Upendo Ali	upendo.ali252@example.org	2002-06-02 23:48:38.062239	0.00	t
253	Salma Simba	salma.simba253@example.org	2009-05-13 07:52:56.115943	0.00	t
254	Salma Achieng	salma.achieng254@example.org	2020-07-27 20:34:59.173832	0.00	f
255	Esther Odhiambo	esther.odhiambo255@example.org	2015-02-04 12:22:05.906031	0.00	f
256	Chausiku Otieno	chausiku.otieno256@example.org	2003-02-05 00:15:54.196742	43.48	t
257	Fatou Kamau	fatou.kamau257@example.org	2017-06-17 18:05:16.139439	0.00	t
258	Petra Müller	petra.müller258@example.org	2003-04-08 21:55:38.052541	0.00	t
259	Kofi Salim	kofi.salim259@example.org	2022-06-11 09:29:51	0.00	t
260	Máté Dubois	máté.dubois260@example.org	2018-01-14 07:02:09.240187	35.83	t
261	Anna Rossi	anna.rossi261@example.org	2003-02-12 14:17:02	43.81	t
262	Tatu Juma	tatu.juma262@example.org	2003-05-26 16:18:25.003990	0.00	t
263	Noor Simba	noor.simba263@example.org	2023-05-23 20:46:59	0.00	t
264	Björn Wekesa	\N	2021-06-28 21:00:22	0.00	t
265	Upendo Dubois	upendo.dubois265@example.org	2009-11-01 20:29:14.509569	0.00	t
266	Ivo Dubois	ivo.dubois266@example.org	2021-01-02 15:04:21	14.09	t
267	Wanjiru Dubois	wanjiru.dubois267@example.org	2003-06-30 17:53:34	26.17	t
268	Hamisi Sørensen	hamisi.sørensen268@example.org	2022-03-11 20:29:37.421078	-2.49	t
269	Khadija Kimani	khadija.kimani269@example.org	2019-07-03 15:59:09.888643	0.00	t
270	Noor Rossi	\N	2006-10-20 04:14:34	0.00	t
271	Imani Ndege	\N	2010-12-21 23:39:32	0.00	t
272	Tatu Simba	\N	2001-07-16 00:33:08	0.00	f
273	Élodie Ndege	élodie.ndege273@example.org	2017-06-07 20:36:07.365665	0.00	t
274	Jürgen Njoroge	jürgen.njoroge274@example.org	2014-08-26 13:01:30.033983	0.00	f
275	Hamisi Sørensen	hamisi.sørensen275@example.org	2004-04-27 02:02:07.701830	0.00	f
276	Lulu Wekesa	lulu.wekesa276@example.org	2023-04-07 18:05:14	0.00	t
277	Tatu Rossi	tatu.rossi277@example.org	2007-11-18 07:31:12.542246	37.68	t
278	Upendo Simba	upendo.simba278@example.org	2019-12-28 03:45:31	0.00	t
279	Fatou Simba	\N	2004-09-09 12:26:59.682705	33.00	t
280	David Njoroge	david.njoroge280@example.org	2012-03-29 16:46:11	0.00	t
281	Élodie Otieno	élodie.otieno281@example.org	2017-08-17 19:12:49.039249	0.00	t
282	Ólafur Salim	ólafur.salim282@example.org	2006-03-29 04:02:18	0.00	t
283	Khadija Kamau	khadija.kamau283@example.org	2001-02-25 10:25:39	37.12	t
284	Daudi Hassan	daudi.hassan284@example.org	2005-07-25 10:53:32	0.00	t
285	Pendo Wekesa	pendo.wekesa285@example.org	2003-07-03 02:04:55.040905	0.00	t
286	Upendo Otieno	upendo.otieno286@example.org	2020-05-10 14:24:09	12.39	t
287	Hamisi Kowalska	\N	2002-10-22 04:19:02.843716	0.00	t
288	Chloé Kowalska	chloé.kowalska288@example.org	2019-10-24 22:28:19	0.00	t
289	Khadija Rossi	\N	2022-05-26 08:08:19	0.00	t
290	Neema Silva	neema.silva290@example.org	2002-11-02 20:54:07.415249	3.12	t
291	Quirin Simba	quirin.simba291@example.org	2013-01-24 14:19:01.037803	0.00	t
292	Lulu Rossi	lulu.rossi292@example.org	2023-03-25 19:11:45.980419	11.40	t
293	Omari Odhiambo	omari.odhiambo293@example.org	2006-08-29 17:14:32.050878	0.00	t
294	Lulu Juma	lulu.juma294@example.org	2007-04-12 18:04:17	0.00	t
295	Jürgen Simba	jürgen.simba295@example.org	2005-03-01 08:40:49.789522	43.30	f
296	Máté García	máté.garcía296@example.org	2023-05-20 10:45:19.433607	12.22	t
297	Rashidi Kowalska	rashidi.kowalska297@example.org	2004-08-12 20:17:52	0.00	t
298	Esther Nováková	esther.nováková298@example.org	2013-04-27 08:11:58	0.00	t
299	Daudi Ali	daudi.ali299@example.org	2001-12-29 02:21:40.364101	13.68	t
300	David García	david.garcía300@example.org	2022-12-11 00:26:54	0.00	t
301	Chloé Nyerere	chloé.nyerere301@example.org	2008-09-29 02:17:54	0.00	t
302	Upendo Dubois	upendo.dubois302@example.org	2018-05-25 20:47:28	0.00	t
303	Neema Abdalla	neema.abdalla303@example.org	2014-01-30 05:44:22.117353	12.96	t
304	Petra Kimani	petra.kimani304@example.org	2001-01-20 11:04:26	0.00	t
305	Daudi Ndege	daudi.ndege305@example.org	2001-03-09 15:15:19	0.00	t
306	Juma Silva	juma.silva306@example.org	2017-11-16 05:17:05.610794	0.00	t
307	Hanna Nováková	hanna.nováková307@example.org	2017-12-03 09:36:42	0.00	t
308	Kofi Njoroge	kofi.njoroge308@example.org	2021-04-12 19:26:34	20.75	f
309	Quirin Mrisho	quirin.mrisho309@example.org	2016-01-02 17:20:08	0.00	f
310	Petra Kowalska	petra.kowalska310@example.org	2001-10-01 16:18:30.400628	3.50	t
311	Pendo Njoroge	pendo.njoroge311@example.org	2017-10-19 17:07:22	0.00	t
312	Mosi Okonkwo	mosi.okonkwo312@example.org	2003-07-26 07:20:39	0.00	f
313	Faraji Odhiambo	faraji.odhiambo313@example.org	2002-08-12 01:49:25	0.00	t
314	Chloé Dubois	chloé.dubois314@example.org	2024-05-27 11:40:50.139499	14.32	f
315	Yusuf Abdalla	yusuf.abdalla315@example.org	2004-12-16 08:09:01	0.00	t
316	Upendo Ndege	upendo.ndege316@example.org	2021-02-08 03:45:34	0.00	t
317	Baraka Kamau	baraka.kamau317@example.org	2020-07-02 17:48:55	0.00	t
318	Imani Mkapa	imani.mkapa318@example.org	2008-02-10 11:59:26.151707	0.00	t
319	Tatu Sørensen	tatu.sørensen319@example.org	2016-12-28 20:11:32.366881	0.00	t
320	Yusuf Kowalska	yusuf.kowalska320@example.org	2015-07-15 00:07:20.077738	0.00	f
321	Faraji Njoroge	faraji.njoroge321@example.org	2023-01-27 00:24:06	21.32	f
322	Fatou Dubois	fatou.dubois322@example.org	2004-03-14 05:16:12.680246	0.00	t
323	Wanjiru Kimani	wanjiru.kimani323@example.org	2015-05-28 16:26:38.156027	0.00	t
324	Ólafur Mwangi	ólafur.mwangi324@example.org	2007-12-15 20:51:44	0.00	t
325	Upendo Abdalla	upendo.abdalla325@example.org	2011-12-18 15:15:31.248953	0.00	t
326	Neema Kariuki	neema.kariuki326@example.org	2007-08-07 11:12:37.134634	0.00	t
327	Faraji Wekesa	faraji.wekesa327@example.org	2010-06-28 14:12:36	0.00	t
328	Daudi Okonkwo	daudi.okonkwo328@example.org	2004-02-23 08:00:41	9.69	f
329	Zuberi Mkapa	zuberi.mkapa329@example.org	2011-02-17 06:13:19.732313	12.75	t
330	Fatou Odhiambo	fatou.odhiambo330@example.org	2003-05-08 16:08:33.008495	0.00	t
331	Daudi García	daudi.garcía331@example.org	2023-07-04 13:25:34.183031	49.88	t
332	Juma Salim	juma.salim332@example.org	2023-08-01 10:32:50.728009	7.29	t
333	Rashidi García	rashidi.garcía333@example.org	2004-02-08 23:17:34	-3.77	t
334	Grace Otieno	grace.otieno334@example.org	2020-04-08 11:59:54	25.42	t
335	Khadija Simba	khadija.simba335@example.org	2012-05-20 14:49:46	0.00	t
336	Tatu Rossi	\N	2001-08-26 02:19:21	0.00	t
337	Petra Hassan	petra.hassan337@example.org	2012-04-19 11:57:57.277611	0.00	t
338	Günter Kamau	günter.kamau338@example.org	2024-08-05 09:04:43	0.00	t
339	Hanna Kowalska	hanna.kowalska339@example.org	2008-07-14 06:57:04.698257	0.00	t
340	Lena Mkapa	lena.mkapa340@example.org	2021-08-30 22:59:43.743906	0.00	t
341	Élodie Odhiambo	élodie.odhiambo341@example.org	2021-07-21 11:24:43	0.00	t
342	Kofi Mkapa	kofi.mkapa342@example.org	2001-09-27 05:29:02	0.00	t
343	Zuberi Nyerere	zuberi.nyerere343@example.org	2019-11-26 07:20:23.839924	0.00	t
344	Élodie Nyerere	\N	2006-09-14 07:33:32	0.00	t
345	Khadija Odhiambo	khadija.odhiambo345@example.org	2022-05-27 15:40:39.362040	0.00	t
346	Esther Otieno	esther.otieno346@example.org	2016-10-21 00:49:38.722153	0.00	t
347	Lulu García	lulu.garcía347@example.org	2008-04-09 07:35:52	0.00	t
348	Jürgen Wekesa	jürgen.wekesa348@example.org	2011-06-08 09:46:52	0.00	f
349	Hamisi Simba	hamisi.simba349@example.org	2021-04-24 05:11:38.180157	0.00	t
350	Anna Msangi	anna.msangi350@example.org	2019-01-11 18:40:18.659799	0.00	t
351	Tatu Dubois	tatu.dubois351@example.org	2008-07-26 02:21:16.314033	0.00	t
352	Zuberi Hassan	\N	2009-09-19 05:05:48.158030	0.00	t
353	Ólafur Odhiambo	ólafur.odhiambo353@example.org	2014-04-09 12:18:59.725404	30.55	t
354	Anna Müller	anna.müller354@example.org	2016-12-10 05:31:26.467456	48.58	t
355	Rashidi Dubois	rashidi.dubois355@example.org	2002-01-24 19:19:32.651210	0.00	t
356	Kofi Okonkwo	kofi.okonkwo356@example.org	2007-08-12 19:44:17.894267	0.00	t
357	Máté Msangi	máté.msangi357@example.org	2009-01-19 16:58:56	0.00	t
358	Günter Msangi	günter.msangi358@example.org	2023-06-28 04:27:06	0.00	f
359	Lulu Kamau	lulu.kamau359@example.org	2014-07-07 03:50:02.006035	0.00	t
360	Juma Dubois	juma.dubois360@example.org	2010-04-04 19:20:08	0.00	t
361	Daudi Okonkwo	daudi.okonkwo361@example.org	2017-12-07 04:27:19.529557	0.00	t
362	Jürgen Ali	jürgen.ali362@example.org	2010-01-28 13:08:28.791877	0.00	t
363	Juma Wekesa	juma.wekesa363@example.org	2001-03-23 21:07:53	0.00	t
364	Hamisi Abdalla	hamisi.abdalla364@example.org	2010-06-25 15:20:29	39.99	t
365	Daudi Nováková	daudi.nováková365@example.org	2013-11-28 12:24:05	-4.76	t
366	Neema Mrisho	neema.mrisho366@example.org	2022-09-27 03:51:32	0.00	t
367	Imani Hassan	imani.hassan367@example.org	2002-12-19 23:03:27	0.00	t
368	Noor Kamau	noor.kamau368@example.org	2014-01-15 20:56:25.489134	0.00	t
369	Amina Okonkwo	amina.okonkwo369@example.org	2014-04-21 04:13:45	0.00	t
370	Anna Tanaka	anna.tanaka370@example.org	2015-09-10 12:27:23	0.00	t
371	Lena Müller	lena.müller371@example.org	2024-03-30 07:56:01	9.37	t
372	David Ali	david.ali372@example.org	2023-06-20 17:02:39.194351	0.00	f
373	Grace Dubois	grace.dubois373@example.org	2020-06-29 10:09:11.196989	0.00	t
374	Ivo Kamau	ivo.kamau374@example.org	2023-03-12 08:32:36	0.00	f
375	Chausiku Mkapa	chausiku.mkapa375@example.org	2005-09-16 22:26:00	0.00	t
376	Kofi Ndege	kofi.ndege376@example.org	2012-12-01 08:02:33	8.66	t
377	Omari Kowalska	omari.kowalska377@example.org	2022-11-28 19:41:51	0.00	t
378	Upendo Tanaka	upendo.tanaka378@example.org	2021-11-24 20:51:27	0.00	t
379	Ólafur Kowalska	ólafur.kowalska379@example.org	2023-07-08 05:14:24.896791	0.00	t
380	Ólafur Müller	ólafur.müller380@example.org	2001-01-13 15:24:53	31.75	t
381	Lulu Mrisho	lulu.mrisho381@example.org	2013-06-20 18:45:55.021609	0.00	t
382	Lena Simba	lena.simba382@example.org	2019-04-10 00:42:18.984944	0.00	f
383	David Kimani	david.kimani383@example.org	2010-03-21 22:14:02.846412	0.00	t
384	Juma Okonkwo	juma.okonkwo384@example.org	2019-11-29 23:26:14.355466	0.00	t
385	Quirin Salim	quirin.salim385@example.org	2011-03-20 12:53:48	0.00	t
386	Zuberi Abdalla	zuberi.abdalla386@example.org	2015-05-13 00:20:39	0.00	t
387	Imani Wekesa	imani.wekesa387@example.org	2003-01-08 23:40:55.916297	12.40	t
388	Omari Kariuki	\N	2024-11-15 09:55:11	0.00	t
389	David Tanaka	david.tanaka389@example.org	2003-08-12 06:47:15.957063	0.00	t
390	Lena Nyerere	lena.nyerere390@example.org	2021-05-23 10:37:04	0.00	t
391	Yusuf Mkapa	yusuf.mkapa391@example.org	2002-06-17 14:19:43.100946	0.00	t
392	Yusuf Nyerere	yusuf.nyerere392@example.org	2009-10-23 12:35:08.944627	-1.81	t
393	Tatu Mkapa	tatu.mkapa393@example.org	2003-07-11 18:20:21.361136	0.00	t
394	Kofi Kimani	kofi.kimani394@example.org	2024-04-28 06:08:43	48.24	t
395	Ivo Mkapa	\N	2010-03-14 19:13:09	0.00	t
396	Kofi Msangi	kofi.msangi396@example.org	2012-06-05 21:42:40.032201	14.53	t
397	Baraka Okonkwo	baraka.okonkwo397@example.org	2012-11-14 17:49:25.665723	0.00	t
398	Zuberi Odhiambo	zuberi.odhiambo398@example.org	2009-09-08 07:15:28.690141	-4.13	t
399	Jürgen Kariuki	jürgen.kariuki399@example.org	2015-06-20 17:07:25	0.00	t
400	Grace Mwangi	grace.mwangi400@example.org	2007-05-08 23:25:20	0.00	t
401	Yusuf Otieno	yusuf.otieno401@example.org	2013-05-13 10:18:40	0.00	f
402	Jürgen Ndege	jürgen.ndege402@example.org	2011-09-14 23:15:11	0.00	t
403	Anna Silva	anna.silva403@example.org	2002-01-23 08:49:27	0.00	t
404	Salma Mkapa	salma.mkapa404@example.org	2022-12-23 07:59:04	0.00	t
405	Björn Nyerere	björn.nyerere405@example.org	2001-08-22 15:44:49.417608	0.00	t
406	Pendo Silva	pendo.silva406@example.org	2021-09-07 05:42:25	0.00	t
407	Fatou Njoroge	fatou.njoroge407@example.org	2010-11-14 14:10:36	13.96	t
408	Pendo Njoroge	pendo.njoroge408@example.org	2003-07-04 06:59:54	0.00	t
409	Tatu Rossi	tatu.rossi409@example.org	2021-07-25 13:48:07.632130	0.00	t
410	Mosi Silva	mosi.silva410@example.org	2008-11-27 02:01:43	11.42	t
411	Wanjiru Msangi	wanjiru.msangi411@example.org	2011-07-18 02:00:34.731766	0.00	f
412	Salma Mkapa	\N	2004-02-09 17:01:56	0.00	f
413	Salma García	salma.garcía413@example.org	2018-06-20 11:45:05.020257	0.00	t
414	Chausiku Achieng	chausiku.achieng414@example.org	2022-09-14 21:53:36.674055	39.80	t
415	Élodie Otieno	élodie.otieno415@example.org	2013-01-19 08:49:23.693889	0.00	t
416	Wanjiru Abdalla	wanjiru.abdalla416@example.org	2010-03-06 14:53:56.803097	0.00	t
417	Tatu Mrisho	tatu.mrisho417@example.org	2003-10-24 17:52:04	45.55	f
418	Pendo Njoroge	pendo.njoroge418@example.org	2004-09-19 06:11:40	1.18	t
419	Salma Wekesa	salma.wekesa419@example.org	2004-03-31 21:43:36	40.03	t
420	Kofi Wekesa	kofi.wekesa420@example.org	2018-08-03 02:14:26.949696	0.00	t
421	Imani Müller	imani.müller421@example.org	2009-07-03 20:03:18.392339	0.00	t
422	Salma Mrisho	salma.mrisho422@example.org	2014-04-12 01:24:51	0.00	t
423	Lena Kamau	lena.kamau423@example.org	2018-10-22 01:38:10.999154	30.25	t
424	Jürgen Dubois	jürgen.dubois424@example.org	2007-07-27 16:39:23	0.00	t
425	Hamisi Njoroge	hamisi.njoroge425@example.org	2023-11-27 09:12:55	0.00	t
426	Kofi Simba	kofi.simba426@example.org	2017-01-14 23:44:17	0.00	t
427	Élodie Sørensen	élodie.sørensen427@example.org	2002-01-25 20:26:59.053030	0.00	t
428	Khadija Tanaka	khadija.tanaka428@example.org	2008-03-11 05:30:00.185671	0.00	t
429	Imani Juma	imani.juma429@example.org	2003-01-20 16:32:49	0.00	f
430	Chausiku Juma	chausiku.juma430@example.org	2006-06-14 19:12:54	0.00	t
431	Chausiku Wekesa	chausiku.wekesa431@example.org	2006-08-07 23:47:37.467194	0.00	t
432	Neema Okonkwo	neema.okonkwo432@example.org	2004-12-09 13:09:48	0.00	t
433	Noor Kamau	noor.kamau433@example.org	2004-04-15 13:03:44	0.00	t
434	Grace Ndege	grace.ndege434@example.org	2023-03-24 05:05:38	0.00	t
435	Petra Ndege	\N	2024-11-09 11:22:51.230384	0.00	t
436	Imani Msangi	imani.msangi436@example.org	2006-12-27 19:50:33.392585	0.00	t
437	Jürgen Achieng	jürgen.achieng437@example.org	2012-06-06 05:31:09.719888	0.00	t
438	Amina Ali	amina.ali438@example.org	2003-02-09 11:07:49.958740	0.00	t
439	Faraji Nyerere	faraji.nyerere439@example.org	2013-03-05 16:34:53	0.00	t
440	Upendo Müller	\N	2001-08-30 16:55:53.750262	0.00	t
441	Imani Simba	imani.simba441@example.org	2013-11-22 21:33:18	0.00	t
442	David Tanaka	david.tanaka442@example.org	2009-10-04 09:27:59	0.00	t
443	Zuberi Dubois	zuberi.dubois443@example.org	2014-06-16 21:00:57.602565	48.09	t
444	Salma Ali	salma.ali444@example.org	2010-02-25 00:31:56	0.00	t
445	Ivo Ali	ivo.ali445@example.org	2022-03-12 20:58:57.810378	5.16	f
446	Salma Nováková	salma.nováková446@example.org	2007-10-21 02:52:08.386774	0.00	t
447	Lena Mrisho	lena.mrisho447@example.org	2004-08-01 22:11:17.377820	25.91	t
448	Zuberi Wekesa	\N	2012-10-16 05:02:46.499623	0.00	t
449	Björn Sørensen	björn.sørensen449@example.org	2011-02-28 03:54:21.158431	0.00	t
450	Quirin Odhiambo	quirin.odhiambo450@example.org	2008-11-03 00:11:19.546846	-1.14	t
451	Chausiku Otieno	chausiku.otieno451@example.org	2010-04-02 19:33:23	0.00	t
452	Noor Kowalska	noor.kowalska452@example.org	2023-06-08 19:41:49	0.00	t
453	Salma Mrisho	salma.mrisho453@example.org	2013-03-29 17:36:28	0.00	t
454	Lena Achieng	\N	2002-02-04 05:43:19.116725	44.33	t
455	Imani Achieng	imani.achieng455@example.org	2015-12-17 13:16:23	0.00	t
456	Amina Achieng	\N	2015-07-14 10:34:21.116407	-2.85	t
457	Yusuf Mwangi	yusuf.mwangi457@example.org	2008-01-12 02:03:17.784781	40.18	t
458	Petra Odhiambo	petra.odhiambo458@example.org	2018-05-10 10:56:20.210694	0.00	t
459	Imani Sørensen	imani.sørensen459@example.org	2016-06-13 05:29:42.513013	0.00	f
460	Omari Abdalla	omari.abdalla460@example.org	2015-01-22 00:38:26	0.00	t
461	Faraji Hassan	\N	2021-04-21 01:06:26	0.00	t
462	Wanjiru Silva	wanjiru.silva462@example.org	2023-08-31 00:45:26.611777	0.00	t
463	Noor Simba	noor.simba463@example.org	2011-03-01 16:54:21.071327	0.00	f
464	Upendo Dubois	upendo.dubois464@example.org	2022-02-05 16:11:46.497982	0.00	t
465	Yusuf Mwangi	yusuf.mwangi465@example.org	2011-06-28 02:27:02	0.00	t
466	Ivo Kamau	ivo.kamau466@example.org	2007-10-24 04:51:11	0.00	t
467	Petra Achieng	\N	2014-05-14 05:49:01.911329	0.00	t
468	Günter Kimani	günter.kimani468@example.org	2014-07-01 23:21:29	47.13	t
469	Imani Salim	imani.salim469@example.org	2020-09-04 23:37:51.476365	0.00	t
470	Noor Nováková	noor.nováková470@example.org	2021-10-05 02:49:27.389874	0.00	t
471	Lena Dubois	lena.dubois471@example.org	2017-07-14 05:53:45.088023	0.00	t
472	Ólafur Sørensen	ólafur.sørensen472@example.org	2006-03-07 13:10:37.619470	0.00	t
473	Upendo Odhiambo	upendo.odhiambo473@example.org	2024-01-13 12:15:27	0.00	t
474	Upendo Wekesa	upendo.wekesa474@example.org	2023-11-03 16:42:47	12.82	t
475	Zuberi Nyerere	zuberi.nyerere475@example.org	2022-11-23 20:19:43.014938	0.00	t
476	Quirin Wekesa	quirin.wekesa476@example.org	2004-03-29 14:07:42.095598	8.15	t
477	Quirin Mrisho	quirin.mrisho477@example.org	2023-12-24 21:54:36.051351	0.00	t
478	Grace Kariuki	grace.kariuki478@example.org	2020-10-26 21:13:33.329279	0.00	t
479	Petra Otieno	petra.otieno479@example.org	2024-08-27 11:51:34.140664	0.00	t
480	Fatou Okonkwo	\N	2003-11-23 12:20:33	0.00	f
481	Lulu Kimani	lulu.kimani481@example.org	2004-05-18 20:08:45.670519	-0.52	t
482	Baraka Dubois	baraka.dubois482@example.org	2009-05-11 17:51:08.393229	-3.48	t
483	Daudi Juma	daudi.juma483@example.org	2015-03-27 16:17:35	13.90	t
484	Pendo Ali	pendo.ali484@example.org	2018-05-02 12:10:44.283080	0.00	t
485	Amina Dubois	amina.dubois485@example.org	2023-07-17 06:36:43	12.60	f
486	Máté Simba	máté.simba486@example.org	2021-03-25 21:46:56	0.00	t
487	Juma Dubois	\N	2010-02-17 04:59:38.631552	0.00	t
488	Upendo Sørensen	upendo.sørensen488@example.org	2007-09-20 07:05:47.584593	4.18	t
489	Hanna Achieng	hanna.achieng489@example.org	2004-05-08 19:18:02	0.00	t
490	Grace Mwangi	grace.mwangi490@example.org	2007-07-28 03:31:03.576371	0.00	t
491	Grace Abdalla	grace.abdalla491@example.org	2012-12-21 08:43:54	0.00	t
492	Lulu Müller	lulu.müller492@example.org	2008-10-25 16:28:42.884639	5.11	t
493	Ólafur Ali	ólafur.ali493@example.org	2002-10-31 16:59:13	0.00	t
494	Salma Njoroge	salma.njoroge494@example.org	2001-02-23 06:36:32.753118	0.00	t
495	Lulu Mkapa	lulu.mkapa495@example.org	2003-06-26 00:08:57.685059	0.00	t
496	Wanjiru Sørensen	wanjiru.sørensen496@example.org	2007-10-16 21:36:34.538751	30.13	t
497	Upendo Msangi	upendo.msangi497@example.org	2018-09-20 10:27:22.382103	0.00	t
498	Esther Sørensen	\N	2023-12-03 16:02:24.463526	0.00	f
499	Hamisi Ndege	hamisi.ndege499@example.org	2004-01-08 20:07:31	0.00	t
500	Khadija Kimani	khadija.kimani500@example.org	2004-06-11 20:48:51	0.00	t
\.

COPY loans (member_id, copy_id, lent, due, returned, fee) FROM STDIN;
78	b7042283-ea42-49ad-b9c6-d8016b435f4b	2024-02-16 09:05:00+00	2024-03-15	2024-03-02 08:35:00+00	\N
322	a827096c-10f5-4d26-bd73-6cda2e82aebb	2024-11-11 12:01:00+00	2024-12-09	2024-11-30 07:09:00+00	\N
176	b378ddea-72f9-44f9-9bca-cc4abfe1564e	2024-10-12 16:43:00+00	2024-11-09	\N	\N
196	7b0992b4-ff2c-4f92-b2ca-e6757bb151be	2025-08-09 10:20:00+00	2025-09-06	2025-09-01 12:59:00+00	\N
174	0e953c2f-5496-4f6f-9ca1-94fd096f6ab0	2025-07-12 16:38:00+00	2025-08-09	\N	\N
299	93a80613-6827-4a98-a5f4-2ff27c629887	2025-08-02 11:49:00+00	2025-08-30	2025-08-14 03:57:00+00	\N
322	69be427e-6399-4e37-95a7-9224660219ef	2025-10-12 15:29:00+00	2025-11-09	2025-11-25 11:20:00+00	4.00
165	0b316f57-401e-411e-a2e5-7b0054806f5f	2025-02-27 22:17:00+00	2025-03-27	2025-03-16 04:00:00+00	\N
18	34644654-b0d5-4e25-a696-972ef7d1eb52	2024-07-05 06:25:00+00	2024-08-02	2024-08-09 05:40:00+00	1.75
138	59eed4ff-1cc0-4273-9057-fc8839d2130c	2024-11-08 15:13:00+00	2024-12-06	\N	\N
490	4a2739bb-0042-4bb2-87c4-ffb57783879a	2024-08-26 09:51:00+00	2024-09-23	2024-09-15 19:45:00+00	\N
335	7907a484-103d-45a1-8562-7511934ef02e	2025-10-09 16:28:00+00	2025-11-06	2025-10-24 18:07:00+00	\N
414	b2ae38e8-394b-4b39-a747-11acc95989c6	2024-08-02 06:23:00+00	2024-08-30	2024-09-19 20:02:00+00	5.00
291	f86020fb-f3f9-467c-90df-ea22858391c4	2025-03-17 06:42:00+00	2025-04-14	2025-05-04 05:39:00+00	5.00
272	9141ef80-8012-45e1-af7f-be9e10d00381	2025-06-09 11:45:00+00	2025-07-07	2025-07-18 05:17:00+00	2.75
115	59eed4ff-1cc0-4273-9057-fc8839d2130c	2025-02-13 23:29:00+00	2025-03-13	2025-02-23 23:16:00+00	\N
256	b64930d9-02ad-4d57-990b-1ad73ca2e892	2024-01-09 23:41:00+00	2024-02-06	2024-02-24 00:36:00+00	4.50
71	34e4b693-1f01-48b0-9d1f-178124340a59	2025-04-08 03:22:00+00	2025-05-06	2025-04-26 11:47:00+00	\N
100	e4e6895c-e343-4554-a327-3c6b496ca2d6	2025-10-12 14:52:00+00	2025-11-09	2025-10-24 11:33:00+00	\N
481	442c7de3-0dcf-44c0-aea8-7eb9542378d9	2024-04-26 05:15:00+00	2024-05-24	2024-05-31 14:00:00+00	1.75
161	8a02f030-02e8-4593-852f-d90a16aa984d	2024-04-25 11:05:00+00	2024-05-23	2024-05-02 02:49:00+00	\N
250	6cb8eca1-f146-44d7-b01b-95bee86c7d7d	2025-08-16 01:35:00+00	2025-09-13	2025-09-14 03:00:00+00	0.25
245	536a3b1b-1ad2-43eb-841a-913940acd131	2024-03-16 04:51:00+00	2024-04-13	2024-05-05 04:28:00+00	5.50
117	bdb85da4-6fab-44e0-a4e4-49b3dcf9ba79	2024-11-21 20:37:00+00	2024-12-19	2025-01-09 07:32:00+00	5.25
137	1985ddec-9e91-47cb-b570-34657e7bcfa5	2024-07-30 11:21:00+00	2024-08-27	2024-08-24 13:12:00+00	\N
273	f076439f-b743-483f-a9e0-0232fd4a546a	2024-07-04 19:50:00+00	2024-08-01	2024-08-12 14:49:00+00	2.75
427	cc1a71dc-1d34-4e32-a0ca-bb8892855bc6	2024-08-02 20:47:00+00	2024-08-30	2024-09-16 10:27:00+00	4.25
253	8b7e1406-bf99-4103-aad9-a212e741c87c	2025-01-31 20:03:00+00	2025-02-28	2025-02-18 19:57:00+00	\N
116	0e6ed7f4-83d2-4150-a071-cd85bc33f6dd	2025-11-04 12:15:00+00	2025-12-02	2025-12-08 06:44:00+00	1.50
415	90e36d25-7a5a-4b81-8256-0eccdcf69184	2024-07-11 23:16:00+00	2024-08-08	2024-08-04 23:51:00+00	\N
361	f7784be5-e110-4186-872d-d2fd428c8db6	2025-02-27 08:59:00+00	2025-03-27	2025-03-17 13:37:00+00	\N
325	73302693-cc55-4b89-b490-bd062b111a9e	2024-05-17 13:02:00+00	2024-06-14	\N	\N
144	9cd7f3e7-0d44-4b3d-aff4-aa0c2d2fc9db	2024-05-22 03:05:00+00	2024-06-19	2024-06-03 18:03:00+00	\N
433	eaff83da-fadd-4349-b626-d661ad0aca9e	2025-11-24 12:15:00+00	2025-12-22	2025-12-23 05:54:00+00	0.25
195	c0e4089a-b909-4f37-a2ed-f0063f44e62e	2024-10-07 11:57:00+00	2024-11-04	2024-11-10 09:18:00+00	1.50
289	770dfb82-04f3-452c-a408-acb3df814e56	2024-02-07 08:07:00+00	2024-03-06	2024-03-04 21:29:00+00	\N
237	944bfba4-7bdc-45a1-9c7f-6041756c9c9b	2025-12-18 13:12:00+00	2026-01-15	2026-01-06 23:38:00+00	\N
140	950427ec-b6e4-41d3-b0d0-ceec885acb2e	2024-01-11 19:50:00+00	2024-02-08	2024-02-03 15:32:00+00	\N
109	449e5d04-f99a-4110-b93d-e53b6cb7d3d3	2025-10-23 14:05:00+00	2025-11-20	2025-11-29 17:31:00+00	2.25
344	6c86ba81-63d4-4064-aa33-105c0c4524fa	2025-12-29 19:44:00+00	2026-01-26	2026-01-20 23:27:00+00	\N
103	67aa7770-9c92-4ef2-bdf1-803606fd5212	2024-09-06 06:31:00+00	2024-10-04	2024-09-13 21:35:00+00	\N
344	561801a4-5a1f-411e-9f8a-a9f9e9f74092	2024-03-21 18:04:00+00	2024-04-18	\N	\N
260	c8e27250-4bd7-437e-b1b6-52112826a66e	2025-04-23 11:37:00+00	2025-05-21	\N	\N
474	dcafcdff-9045-4a71-9b48-11c4a531796b	2024-08-21 04:19:00+00	2024-09-18	\N	\N
18	14fad54a-68b5-409d-905e-1832da9f3b57	2024-11-11 15:42:00+00	2024-12-09	2024-11-11 22:35:00+00	\N
331	0c7874cb-9a4c-4a0e-82d7-ed92b0b2b49c	2025-09-25 20:21:00+00	2025-10-23	2025-10-12 06:29:00+00	\N
371	9a91ed5c-a7ed-4688-b0e8-82beca3d173a	2025-09-09 15:39:00+00	2025-10-07	\N	\N
309	a992f2ce-d412-4280-8d33-9e47c537d87b	2024-06-11 14:30:00+00	2024-07-09	2024-07-12 13:45:00+00	0.75
260	33fb96d3-2da4-4fb2-b1c1-8635a2d7ddf6	2025-08-27 04:42:00+00	2025-09-24	2025-10-12 15:36:00+00	4.50
474	0cbc9942-1384-4632-a745-9f945f35b048	2025-04-15 22:20:00+00	2025-05-13	2025-04-29 09:31:00+00	\N
449	850a41e9-9b7c-482c-b756-b452a5e78afb	2025-11-03 08:15:00+00	2025-12-01	2025-11-23 17:34:00+00	\N
366	2ed973ec-cb63-468c-abf0-bfeb6b76c911	2025-08-02 01:38:00+00	2025-08-30	2025-09-19 22:29:00+00	5.00
463	8b7e1406-bf99-4103-aad9-a212e741c87c	2024-03-03 04:34:00+00	2024-03-31	2024-04-16 16:47:00+00	4.00
85	43cf27d6-dc36-403e-9ef3-c793e64a2d72	2025-03-12 13:37:00+00	2025-04-09	2025-04-10 01:05:00+00	0.25
80	08329a87-43b2-466a-8ff7-d37695bece07	2025-04-17 17:06:00+00	2025-05-15	2025-04-19 16:02:00+00	\N
83	502c0bdf-b37c-4b0a-81b0-3d8e1fe08f21	2025-01-02 14:30:00+00	2025-01-30	2025-02-05 10:24:00+00	1.50
398	c9b7e40c-d8f9-4edd-8398-2b0c29318fae	2024-03-09 16:43:00+00	2024-04-06	2024-03-29 03:47:00+00	\N
397	85a8e67e-1afd-4705-87a5-c96a61772600	2025-01-03 06:03:00+00	2025-01-31	\N	\N
437	414ff70b-3bf5-44a4-bb5e-09a6536e2181	2024-04-19 17:51:00+00	2024-05-17	2024-04-24 06:00:00+00	\N
125	40e18d2f-8300-4722-ac3f-82090afcfdfb	2024-03-20 10:44:00+00	2024-04-17	2024-03-22 22:01:00+00	\N
440	b1429612-7783-4d7c-9d36-8a6aa8d0e295	2024-04-23 12:25:00+00	2024-05-21	2024-06-04 07:33:00+00	3.50
234	5439db61-0099-4ec2-9600-537d3332a696	2025-10-15 17:54:00+00	2025-11-12	\N	\N
81	e996f77f-4036-4ad1-929f-c55ecacb4433	2024-07-19 18:06:00+00	2024-08-16	2024-07-23 18:30:00+00	\N
419	2d1e1f7e-886c-4c55-9607-e9c6895857d6	2025-12-27 08:12:00+00	2026-01-24	2026-01-19 18:26:00+00	\N
25	506d759a-be2d-43ab-8b71-8d5be4098a65	2024-01-22 23:14:00+00	2024-02-19	2024-02-20 21:06:00+00	0.25
293	63ac96a6-120a-486d-8c39-10449acc5f3f	2024-07-08 00:15:00+00	2024-08-05	2024-07-14 08:21:00+00	\N
404	c6dde0a0-210b-49ce-a0e5-f24359102070	2024-09-14 15:09:00+00	2024-10-12	2024-10-30 02:21:00+00	4.50
249	988f39dd-afd0-4b9d-904e-d8932059f80a	2024-07-08 03:40:00+00	2024-08-05	2024-07-27 19:23:00+00	\N
271	9d2fbe92-5211-4969-a424-dcb9937ded72	2024-02-19 12:45:00+00	2024-03-18	2024-02-25 05:52:00+00	\N
239	a0f35275-d4d4-4280-92d1-55191a10a3ac	2024-11-09 18:55:00+00	2024-12-07	2024-12-02 22:42:00+00	\N
371	3842c572-e4a7-4b29-9297-7d5414818e4a	2024-06-12 13:22:00+00	2024-07-10	2024-06-29 17:49:00+00	\N
99	b90698a3-e895-408e-8efe-aefbdcfac319	2024-06-26 12:54:00+00	2024-07-24	2024-08-12 11:33:00+00	4.75
259	60b88b0f-08fb-430d-963d-1f972693bf15	2024-05-07 06:24:00+00	2024-06-04	\N	\N
113	317ca4eb-0845-4017-8eb9-65d15766c010	2025-02-04 20:00:00+00	2025-03-04	2025-03-16 08:43:00+00	3.00
128	3a178c0c-fd1d-4797-885a-d381cead62d8	2025-03-01 05:09:00+00	2025-03-29	2025-04-03 05:53:00+00	1.25
143	eef2c2fa-a621-4a66-8a7c-a62346e9ecf4	2025-02-04 15:36:00+00	2025-03-04	2025-02-10 15:08:00+00	\N
109	b506c9be-6a09-4c13-a616-ccf710cf39f1	2025-11-07 14:13:00+00	2025-12-05	\N	\N
5	004712f9-87d6-4a8c-baac-a4aad5cbd797	2024-08-31 10:24:00+00	2024-09-28	2024-10-14 22:09:00+00	4.00
74	f1024c9b-2996-4a36-87d9-50af0a6177bd	2025-07-18 04:52:00+00	2025-08-15	2025-08-23 18:43:00+00	2.00
416	9c7fdd4c-dd72-41e9-b23b-3992f7234353	2024-04-20 02:29:00+00	2024-05-18	2024-05-21 13:13:00+00	0.75
127	0b4da21e-3f8e-4acf-823a-b0c2b8a4ad6b	2025-07-17 09:35:00+00	2025-08-14	2025-07-18 09:59:00+00	\N
307	2f23c07e-7b52-45da-b29c-f4a54ba563d3	2025-06-26 14:05:00+00	2025-07-24	2025-08-07 22:52:00+00	3.50
149	dee593ee-ac57-4a04-8db6-1e79fb474d1e	2025-02-01 23:29:00+00	2025-03-01	2025-02-11 22:30:00+00	\N
495	3e8ce4c9-bd47-4a8b-b43e-641ceb43857e	2024-10-11 19:01:00+00	2024-11-08	2024-11-14 14:48:00+00	1.50
388	d804bf7a-779b-43df-98a2-17405e119870	2025-01-12 20:25:00+00	2025-02-09	2025-02-18 13:50:00+00	2.25
203	a2736719-025e-47b6-9047-76d9a3c4bac2	2025-01-27 17:42:00+00	2025-02-24	2025-02-21 10:56:00+00	\N
91	523cca05-992e-4666-8d05-200ada1cf995	2024-10-29 15:54:00+00	2024-11-26	2024-11-07 20:00:00+00	\N
78	f7784be5-e110-4186-872d-d2fd428c8db6	2025-03-06 07:56:00+00	2025-04-03	2025-03-24 08:37:00+00	\N
399	bd68edd9-04d9-4e70-90a3-9fd74c19b8e2	2025-06-22 11:27:00+00	2025-07-20	2025-08-10 21:34:00+00	5.25
113	a67aeaa5-7897-4f27-8f34-76b2b2fb4620	2025-03-07 20:16:00+00	2025-04-04	2025-04-21 20:27:00+00	4.25
265	c0d90a59-4870-4fd5-8184-e4aa9813e2d0	2024-10-13 00:38:00+00	2024-11-10	\N	\N
357	010e390c-0ffe-4dbc-88a6-3a4f09cd4061	2024-11-29 10:28:00+00	2024-12-27	2025-01-08 15:15:00+00	3.00
245	3e8b41e3-2597-430b-8973-70b8f0a3739a	2024-05-27 09:39:00+00	2024-06-24	2024-07-07 14:46:00+00	3.25
432	69fa7a08-f299-488e-b849-f8491be9361e	2025-01-14 22:30:00+00	2025-02-11	2025-01-22 13:28:00+00	\N
437	9f0f67dc-fb65-4ef8-bc5a-10a47fe517fc	2025-05-27 18:53:00+00	2025-06-24	2025-07-07 04:40:00+00	3.25
242	eed42e42-d156-4643-acb5-2d6f92380a4a	2025-03-01 15:05:00+00	2025-03-29	2025-04-13 02:07:00+00	3.75
456	eb1a9d86-0fd3-482b-b5b8-2e0a5a54212e	2024-03-13 23:36:00+00	2024-04-10	\N	\N
19	86bc22b1-1764-4f80-829f-5c5011a8f548	2025-01-06 13:24:00+00	2025-02-03	2025-01-07 15:28:00+00	\N
472	11eabd56-9ea1-4dfe-835c-7d6f3b1bc2bb	2025-03-09 06:32:00+00	2025-04-06	2025-03-10 09:13:00+00	\N
134	79446751-61a8-488d-bc73-6c06bdd7046c	2024-03-24 03:03:00+00	2024-04-21	\N	\N
131	07fa639b-54ee-4afb-bdf9-c5c6913de14c	2024-08-15 07:04:00+00	2024-09-12	2024-09-25 09:38:00+00	3.25
48	fc1e7b50-f565-441b-b05c-9d3ab618cbef	2024-08-23 16:33:00+00	2024-09-20	2024-09-29 23:32:00+00	2.25
143	ea39296e-209d-4d62-8399-4704dd00bcdb	2025-08-19 09:38:00+00	2025-09-16	2025-08-28 04:37:00+00	\N
37	9be75075-22c2-45cb-8c6a-d3d724dad816	2024-09-02 20:39:00+00	2024-09-30	2024-10-08 16:12:00+00	2.00
262	09cdc87b-9c72-4b97-9cc5-65bc2e524e3f	2025-12-24 21:59:00+00	2026-01-21	2026-01-08 06:00:00+00	\N
236	f4c91729-fa3f-4882-9123-410ae57eb8ff	2025-05-22 14:44:00+00	2025-06-19	2025-06-17 01:38:00+00	\N
496	5f22d756-6d79-4108-ade9-4cf57ab3a09e	2024-03-03 06:35:00+00	2024-03-31	2024-04-08 21:57:00+00	2.00
154	8b3be60b-f9d0-4867-ac0a-5f9a544c51ce	2024-04-14 01:22:00+00	2024-05-12	2024-05-24 03:51:00+00	3.00
476	38f6b17a-8929-456a-a2bc-0d82cc530496	2025-10-25 13:59:00+00	2025-11-22	\N	\N
142	a5defa6a-4eee-4352-ab20-1144765c0789	2025-07-28 21:32:00+00	2025-08-25	2025-08-12 17:30:00+00	\N
434	d40a3730-268c-462a-b507-086b2ef99b62	2025-07-11 16:30:00+00	2025-08-08	2025-07-28 20:26:00+00	\N
281	2f3dd7a1-87c5-4c00-a773-15f061d29c3c	2024-10-17 02:21:00+00	2024-11-14	2024-12-04 06:58:00+00	5.00
455	3ae97616-9339-4e55-8b4f-601bfb1a536e	2024-01-03 10:16:00+00	2024-01-31	2024-02-02 00:12:00+00	0.50
305	8ecdb061-7d83-4cd4-911c-099155dfa1e7	2024-06-17 00:24:00+00	2024-07-15	2024-07-05 07:51:00+00	\N
466	8b3be60b-f9d0-4867-ac0a-5f9a544c51ce	2024-03-30 05:13:00+00	2024-04-27	2024-05-01 07:50:00+00	1.00
444	b46a3244-b44b-48cc-bd7c-9ca68e912972	2024-02-01 00:54:00+00	2024-02-29	2024-02-13 01:57:00+00	\N
116	a4aea5ee-69c5-4b9e-85aa-12f7d8a3d2c3	2025-03-01 22:53:00+00	2025-03-29	2025-03-24 21:06:00+00	\N
34	b3376948-4c26-44d8-83d6-598ac5158c88	2024-10-02 15:28:00+00	2024-10-30	2024-11-12 12:04:00+00	3.25
279	f3f4cfeb-4494-43ba-ad29-85329f1674da	2024-08-26 16:36:00+00	2024-09-23	2024-09-18 22:36:00+00	\N
100	54e333de-c533-4432-b0c5-a9604fda2ffe	2025-07-02 08:22:00+00	2025-07-30	2025-08-04 07:54:00+00	1.25
320	3ebc70b5-74b2-475d-b696-2f317ec75a76	2024-12-17 15:17:00+00	2025-01-14	2024-12-23 15:26:00+00	\N
290	7c688410-abd9-44e6-9658-1984dc185a0d	2024-07-21 23:54:00+00	2024-08-18	2024-08-29 00:01:00+00	2.75
141	1505d144-1437-465c-9f2c-ee56f59c6d62	2025-12-07 23:01:00+00	2026-01-04	2025-12-08 12:40:00+00	\N
386	3877b682-7505-48f7-aa5c-70007fcf3b07	2024-07-28 01:29:00+00	2024-08-25	2024-08-23 02:47:00+00	\N
245	c0e4089a-b909-4f37-a2ed-f0063f44e62e	2024-05-06 10:52:00+00	2024-06-03	2024-06-04 11:16:00+00	0.25
363	3ae97616-9339-4e55-8b4f-601bfb1a536e	2025-04-09 12:51:00+00	2025-05-07	2025-05-18 05:29:00+00	2.75
74	db9566c4-2736-42c4-a99a-53a94f32d34f	2024-10-16 04:28:00+00	2024-11-13	2024-10-24 21:33:00+00	\N
64	bd68edd9-04d9-4e70-90a3-9fd74c19b8e2	2024-08-10 09:27:00+00	2024-09-07	2024-09-27 08:56:00+00	5.00
306	f6a3782d-8bb2-4bac-8642-03a5136ab5b1	2025-05-12 16:20:00+00	2025-06-09	2025-05-26 20:58:00+00	\N
479	2f3dd7a1-87c5-4c00-a773-15f061d29c3c	2025-03-24 01:36:00+00	2025-04-21	2025-03-26 11:11:00+00	\N
116	ecae36ce-9fff-428d-8d20-2354852861b4	2024-10-03 04:55:00+00	2024-10-31	2024-10-27 13:01:00+00	\N
267	c53f9490-e152-414a-9e89-c38fe2175d17	2025-11-24 04:35:00+00	2025-12-22	2025-11-26 00:30:00+00	\N
336	31821a1b-e10b-48ec-bf6b-d41257a19090	2025-09-10 10:57:00+00	2025-10-08	2025-10-19 03:22:00+00	2.75
144	f79b37b2-3ab4-410e-a90c-0d8f08198481	2024-04-23 13:07:00+00	2024-05-21	2024-06-02 00:41:00+00	3.00
397	4dd00dab-edc5-4c04-9d12-1f03db05b2d2	2025-02-27 15:35:00+00	2025-03-27	2025-04-11 08:48:00+00	3.75
205	971bbd19-7756-4dc2-b7b7-b8d0adcbd49f	2025-04-06 02:33:00+00	2025-05-04	2025-05-02 12:29:00+00	\N
158	aa7c5cb7-3d1e-4f3d-94e4-e116c0b5e976	2024-01-06 22:14:00+00	2024-02-03	2024-02-13 09:32:00+00	2.50
324	2e00b49a-6079-4d09-91dc-dde0dac554d2	2025-10-28 03:27:00+00	2025-11-25	2025-12-07 22:28:00+00	3.00
110	8e1a985c-6fa3-4a23-9771-03a0197bba60	2025-03-27 22:33:00+00	2025-04-24	2025-05-15 04:07:00+00	5.25
33	b43df08c-1c62-480c-9945-f1776d9a1373	2024-11-24 07:25:00+00	2024-12-22	2025-01-08 19:35:00+00	4.25
331	5d157bf3-6600-4166-b1ee-59f6a9a0154d	2025-09-27 00:55:00+00	2025-10-25	\N	\N
476	a8196888-953b-4676-bd9f-09077ad37095	2025-11-06 06:38:00+00	2025-12-04	2025-12-12 21:43:00+00	2.00
64	8518fb7c-ebf4-4e0b-9a50-894d3feaadfc	2025-04-27 15:23:00+00	2025-05-25	2025-05-01 19:00:00+00	\N
254	a2736719-025e-47b6-9047-76d9a3c4bac2	2024-12-15 21:41:00+00	2025-01-12	2024-12-24 21:04:00+00	\N
316	fe55c08d-bd47-4576-897f-40dc2667877a	2024-06-04 14:09:00+00	2024-07-02	2024-07-23 02:38:00+00	5.25
295	bddd369b-85f1-4164-b2bc-a30eafa33971	2025-12-30 13:01:00+00	2026-01-27	2026-01-05 01:22:00+00	\N
141	a33de56e-d464-4f7a-8a0b-0afdc814f03c	2024-08-22 10:37:00+00	2024-09-19	2024-10-03 16:18:00+00	3.50
494	fa5a62b4-4594-42bb-b397-fda87ffc6751	2025-11-14 16:22:00+00	2025-12-12	2025-12-03 13:36:00+00	\N
210	5532995c-c7d5-4c6e-af84-3a702923409e	2025-06-08 03:55:00+00	2025-07-06	2025-06-20 12:28:00+00	\N
344	95a78ec7-d23a-4084-a4cf-dfd4925b621d	2025-06-07 15:54:00+00	2025-07-05	2025-07-01 21:59:00+00	\N
228	d0b60b66-ba76-445f-a9f9-da94901cf28a	2025-04-16 10:01:00+00	2025-05-14	2025-04-28 03:50:00+00	\N
242	2560d513-2e2f-44d8-90a4-3b4fcabfc5f8	2024-09-27 05:02:00+00	2024-10-25	2024-10-10 02:54:00+00	\N
376	45787063-5e85-4a37-b082-4b39555a1e06	2024-04-23 08:01:00+00	2024-05-21	\N	\N
398	768d5102-673c-479d-9b10-60c5c234eecc	2025-11-29 22:58:00+00	2025-12-27	\N	\N
291	fb73c90b-7e97-4115-a049-468c3044f433	2025-11-06 12:07:00+00	2025-12-04	2025-12-15 05:30:00+00	2.75
20	506ea41f-39e4-43cf-97f1-963b031baa20	2025-11-21 20:52:00+00	2025-12-19	\N	\N
189	79943cb1-b452-4aea-9d7f-7f88211c06dc	2024-07-30 02:51:00+00	2024-08-27	2024-09-06 15:00:00+00	2.50
172	16c4c3f1-f712-4466-81e1-94c3728300f7	2024-10-24 18:32:00+00	2024-11-21	\N	\N
281	a3efd66f-316b-47a4-ab8b-69fb49776f6b	2025-01-23 01:03:00+00	2025-02-20	2025-03-09 18:03:00+00	4.25
395	31821a1b-e10b-48ec-bf6b-d41257a19090	2025-10-21 14:44:00+00	2025-11-18	2025-12-01 02:09:00+00	3.25
172	d68494a9-0af3-4369-8db1-dc395e5afa50	2025-10-16 23:42:00+00	2025-11-13	\N	\N
404	8d066698-acd3-4516-a04b-6aeb28e22264	2025-10-23 12:45:00+00	2025-11-20	2025-12-07 01:10:00+00	4.25
302	2e00b49a-6079-4d09-91dc-dde0dac554d2	2024-08-21 01:39:00+00	2024-09-18	2024-09-14 04:00:00+00	\N
286	62b1d8df-2821-403f-9d85-c62f61e175a3	2025-03-04 00:21:00+00	2025-04-01	\N	\N
252	439d2758-c697-4b08-9357-421bf0e840e5	2024-11-23 08:28:00+00	2024-12-21	2024-11-29 00:02:00+00	\N
408	1b29cd51-6e52-4df9-8431-e2a51fd5596a	2025-03-24 01:51:00+00	2025-04-21	2025-04-22 01:30:00+00	0.25
406	c8e27250-4bd7-437e-b1b6-52112826a66e	2024-02-28 13:05:00+00	2024-03-27	\N	\N
246	9be7f9e9-0c99-4ba4-adc9-9ae0e01dc5ca	2024-07-25 19:35:00+00	2024-08-22	2024-08-13 07:02:00+00	\N
50	719aa1f6-4a3e-4431-b6bb-ee268af37e6a	2024-08-28 18:06:00+00	2024-09-25	2024-10-02 13:39:00+00	1.75
30	c6d03a3c-3a9a-4f8a-9197-7f992d041041	2025-12-07 17:36:00+00	2026-01-04	2025-12-28 15:38:00+00	\N
345	87544411-febd-4593-8171-480b7343b0b6	2025-05-25 23:38:00+00	2025-06-22	2025-06-06 09:48:00+00	\N
55	c76b1212-0478-4f75-aa61-13468a808e96	2024-05-22 10:36:00+00	2024-06-19	2024-05-31 23:34:00+00	\N
464	4b07c1c0-fdf2-44c4-82c4-30959dba78fe	2025-06-23 23:24:00+00	2025-07-21	2025-08-10 13:32:00+00	5.00
221	41f8ec66-78a8-460f-85d6-e4a8f9db4070	2024-06-27 18:30:00+00	2024-07-25	2024-08-11 13:50:00+00	4.25
104	554b7e65-ede4-4f77-8663-666d5865d163	2024-04-21 17:31:00+00	2024-05-19	2024-05-05 03:17:00+00	\N
14	00b8d3a3-5737-4be2-8faf-c45070e577e4	2025-05-03 18:37:00+00	2025-05-31	2025-05-25 01:50:00+00	\N
463	d6be12de-70e6-4b39-ab53-dfffd484f99d	2025-12-21 19:50:00+00	2026-01-18	\N	\N
114	d4dc56ac-8085-4174-9e4d-03b48f0e3221	2024-07-05 17:40:00+00	2024-08-02	\N	\N
184	48e58982-ecd4-42fd-a96e-2c51b149684d	2025-10-02 14:34:00+00	2025-10-30	2025-10-13 20:12:00+00	\N
275	9e6e8ad2-eda6-418a-a70c-08acec64c01a	2024-09-09 00:04:00+00	2024-10-07	2024-10-07 21:23:00+00	\N
429	fe55c08d-bd47-4576-897f-40dc2667877a	2024-09-04 19:10:00+00	2024-10-02	2024-09-06 12:21:00+00	\N
259	fb4e2e65-8a51-4ce1-8a2a-c515c23291f8	2025-10-26 12:10:00+00	2025-11-23	2025-11-10 01:22:00+00	\N
145	36145f1c-5bec-4b6f-8e29-7c03cf4fa3f8	2024-06-06 21:21:00+00	2024-07-04	2024-06-14 07:59:00+00	\N
370	d5d208ee-3cb3-43b5-8f77-4f29c1f2e6f5	2025-10-01 18:48:00+00	2025-10-29	2025-10-29 13:15:00+00	\N
252	08329a87-43b2-466a-8ff7-d37695bece07	2024-07-06 15:44:00+00	2024-08-03	2024-07-18 19:59:00+00	\N
19	051add2b-817f-4025-9d09-279e14579cb3	2025-10-11 17:53:00+00	2025-11-08	2025-10-13 18:36:00+00	\N
378	aa7c5cb7-3d1e-4f3d-94e4-e116c0b5e976	2025-04-23 00:19:00+00	2025-05-21	2025-05-02 06:03:00+00	\N
46	010e390c-0ffe-4dbc-88a6-3a4f09cd4061	2025-12-22 18:52:00+00	2026-01-19	2026-01-23 20:42:00+00	1.00
66	5a18de36-dfed-43e3-823f-0946d36e3b40	2025-04-26 11:49:00+00	2025-05-24	2025-05-15 12:40:00+00	\N
180	45cf7217-617d-4247-a4c1-2908254873e7	2025-08-02 11:57:00+00	2025-08-30	2025-08-08 08:04:00+00	\N
360	906e4e95-0230-4037-b7d4-ba8b656a98f9	2024-01-04 01:11:00+00	2024-02-01	2024-01-29 20:41:00+00	\N
84	ef4d77ad-8b9c-40e5-9266-b13dbd695b09	2025-10-21 00:56:00+00	2025-11-18	2025-11-29 05:03:00+00	2.75
11	eed42e42-d156-4643-acb5-2d6f92380a4a	2024-05-28 22:52:00+00	2024-06-25	2024-06-17 21:41:00+00	\N
84	f4086f4b-202a-4267-83aa-66e34e755595	2024-03-17 20:47:00+00	2024-04-14	2024-04-13 03:07:00+00	\N
109	5644e797-b8cd-45da-848f-0e03b82ffc80	2025-03-24 04:48:00+00	2025-04-21	2025-04-01 22:33:00+00	\N
386	6e50cd1a-9694-465b-b89b-97d2a9f309b2	2025-04-13 00:24:00+00	2025-05-11	2025-05-31 11:12:00+00	5.00
312	e5d6dce5-a5df-4a01-88a8-f98b870b5dd3	2024-11-11 08:26:00+00	2024-12-09	2024-11-25 18:12:00+00	\N
389	36070d73-e30d-4fe1-b1de-e48ae05b10f1	2024-01-31 13:01:00+00	2024-02-28	\N	\N
431	7754268b-1b55-4bb4-804d-92d6490ab868	2025-04-26 12:26:00+00	2025-05-24	2025-06-04 22:09:00+00	2.75
339	d7a40cf4-e36f-4068-a311-b9b1585a1e1c	2024-01-11 11:20:00+00	2024-02-08	2024-02-05 05:51:00+00	\N
356	45787063-5e85-4a37-b082-4b39555a1e06	2024-10-12 02:09:00+00	2024-11-09	2024-10-18 06:08:00+00	\N
349	07892db3-60eb-4d1e-8c20-187337d9dc93	2024-01-21 19:16:00+00	2024-02-18	2024-02-22 02:52:00+00	1.00
303	bcb92e3c-22e2-4ea2-86cb-6bdcac5a4002	2025-04-02 15:13:00+00	2025-04-30	2025-05-01 08:02:00+00	0.25
445	45cf7217-617d-4247-a4c1-2908254873e7	2025-07-25 11:47:00+00	2025-08-22	2025-07-26 09:01:00+00	\N
71	52abff9d-f90d-486f-8610-25dfaa62694d	2024-08-21 05:33:00+00	2024-09-18	2024-09-28 03:07:00+00	2.50
243	4c592a2f-b7a8-466b-ab9e-22cce893397b	2025-07-08 03:39:00+00	2025-08-05	2025-07-21 21:21:00+00	\N
351	4f7cd5d2-cd1a-43a0-9a93-b3fcd7b85474	2025-05-04 15:26:00+00	2025-06-01	2025-06-03 07:21:00+00	0.50
379	640c3aca-80a0-4752-af60-483b355facfa	2025-06-01 20:06:00+00	2025-06-29	2025-06-07 14:26:00+00	\N
471	4a785655-4e87-40d5-8cbf-f0a077626bd7	2024-04-26 19:01:00+00	2024-05-24	2024-05-27 19:30:00+00	0.75
275	95876b0c-f9e9-46ce-9de3-14e6c8541424	2024-11-02 09:19:00+00	2024-11-30	2024-11-07 17:51:00+00	\N
239	934915c0-73cf-412c-8b55-08dc6c3470b2	2025-02-09 02:00:00+00	2025-03-09	2025-03-14 16:50:00+00	1.25
148	c4766647-b916-426e-9608-aac6cd5769e4	2024-04-01 08:44:00+00	2024-04-29	2024-05-05 08:11:00+00	1.50
131	bbfb3b37-b4a2-408a-8f98-24579e597547	2025-08-30 21:10:00+00	2025-09-27	2025-10-09 18:29:00+00	3.00
106	e7f0c833-d410-49e6-85f8-982fadcbd9d6	2024-09-23 02:02:00+00	2024-10-21	2024-10-24 19:20:00+00	0.75
142	a7e41b2e-03f3-47d8-a9a5-55271a06b857	2025-12-10 21:23:00+00	2026-01-07	2025-12-14 11:57:00+00	\N
195	09759ef1-87d0-41ce-808a-fa12c3d7f13a	2025-12-22 05:09:00+00	2026-01-19	2026-02-02 22:54:00+00	3.50
451	1e162710-d17b-45f3-8d26-66c245fad4f5	2025-02-02 17:01:00+00	2025-03-02	2025-03-18 16:08:00+00	4.00
424	54fcd09a-b9fb-4547-826e-108030c05237	2025-12-03 23:00:00+00	2025-12-31	2026-01-02 05:45:00+00	0.50
420	53c6dea4-976f-4533-a422-ced199745efb	2025-07-16 00:27:00+00	2025-08-13	\N	\N
160	8518fb7c-ebf4-4e0b-9a50-894d3feaadfc	2024-03-29 15:59:00+00	2024-04-26	2024-05-15 06:30:00+00	4.75
445	2801a18f-b9a4-4e66-9500-8304f5db35ce	2025-06-23 01:21:00+00	2025-07-21	2025-07-28 11:07:00+00	1.75
126	0b59af84-bfa6-4d5c-8fe0-b959756b731f	2025-02-14 23:54:00+00	2025-03-14	2025-03-19 03:43:00+00	1.25
416	7288700c-3370-4827-8cbd-e808e423c24d	2025-10-06 15:55:00+00	2025-11-03	\N	\N
373	ecfdba12-bdd1-4252-99ec-ec7e1cac34f5	2025-10-20 21:05:00+00	2025-11-17	2025-12-09 18:05:00+00	5.50
114	abf46c17-7e09-4883-a936-288f3188f15d	2024-10-29 19:36:00+00	2024-11-26	2024-12-03 14:01:00+00	1.75
61	4226a9e4-cc40-42b3-94e7-5deec7f719d2	2024-03-26 11:54:00+00	2024-04-23	2024-04-14 09:57:00+00	\N
16	5e954ad5-4685-496c-b6b2-0454b0bb32ff	2025-06-19 22:04:00+00	2025-07-17	2025-07-19 22:23:00+00	0.50
163	8ed3034f-0fbc-479c-9a57-5395d54be571	2025-09-27 18:41:00+00	2025-10-25	2025-11-07 00:38:00+00	3.25
500	29604b76-1903-4ef2-a91a-6eeba8bbb6b4	2024-11-14 23:44:00+00	2024-12-12	2024-12-10 16:46:00+00	\N
141	ab21a5b2-27a3-42ac-bce2-21e6fb9b107d	2024-05-10 10:14:00+00	2024-06-07	2024-06-06 05:51:00+00	\N
245	c015a368-2432-4f8c-baf2-bc22c2bc2366	2025-07-07 01:50:00+00	2025-08-04	2025-08-07 17:56:00+00	0.75
179	86382404-d99b-4205-aee2-2d75b4682f01	2025-01-01 17:45:00+00	2025-01-29	\N	\N
124	d73e23a4-6450-4090-a827-4880c2c17d86	2024-11-05 23:00:00+00	2024-12-03	2024-11-14 03:34:00+00	\N
411	fa2c7436-5f62-4ba3-bae1-cbf13a8175a1	2024-05-07 10:59:00+00	2024-06-04	2024-05-29 02:37:00+00	\N
304	62b1d8df-2821-403f-9d85-c62f61e175a3	2025-11-04 13:28:00+00	2025-12-02	2025-11-06 08:35:00+00	\N
308	7f1ed8b4-d792-47f5-8a94-298b68061d9e	2025-01-13 01:20:00+00	2025-02-10	2025-03-02 03:58:00+00	5.00
311	40e18d2f-8300-4722-ac3f-82090afcfdfb	2025-12-10 18:15:00+00	2026-01-07	2025-12-27 07:49:00+00	\N
358	a67c82b3-420a-4a61-8f51-359cc5165a04	2025-04-27 06:01:00+00	2025-05-25	\N	\N
206	2a3e75af-ef3d-41dc-b84a-310dd767fdb2	2024-11-22 08:14:00+00	2024-12-20	\N	\N
256	a2958a4f-8a39-4d67-85bf-bf3ba8bf0136	2024-01-24 22:31:00+00	2024-02-21	2024-02-17 17:00:00+00	\N
320	253e49ff-fd6a-4059-bbab-83a4d8e8fb97	2025-12-14 07:40:00+00	2026-01-11	2026-01-19 15:18:00+00	2.00
182	7907a484-103d-45a1-8562-7511934ef02e	2024-03-31 01:28:00+00	2024-04-28	2024-04-30 18:40:00+00	0.50
215	ad3496a0-9ca0-4394-9412-f816bd7dafbe	2025-12-11 18:53:00+00	2026-01-08	2026-01-08 14:09:00+00	\N
288	2ff498fc-135f-4cf8-9298-d35da8b84cfd	2025-08-09 20:24:00+00	2025-09-06	2025-09-26 13:31:00+00	5.00
186	4ef242f6-ca87-49fb-93c4-18edc6d63b31	2025-05-06 21:47:00+00	2025-06-03	2025-05-18 00:13:00+00	\N
402	a682aa3f-e0de-4666-baf0-eda667b302e9	2025-04-04 21:50:00+00	2025-05-02	2025-05-19 06:16:00+00	4.25
141	6b8329de-01af-48d6-9499-1f40b7326011	2025-01-24 16:56:00+00	2025-02-21	2025-02-01 08:23:00+00	\N
79	e6cf1a81-8ee9-46ee-bb6c-81fabde8f744	2025-06-12 13:28:00+00	2025-07-10	\N	\N
291	a000c49d-c5a5-4196-a82f-656d02fdddd2	2025-01-01 08:39:00+00	2025-01-29	2025-01-17 04:31:00+00	\N
230	c9b7e40c-d8f9-4edd-8398-2b0c29318fae	2024-05-08 21:02:00+00	2024-06-05	2024-05-25 20:24:00+00	\N
222	14fad54a-68b5-409d-905e-1832da9f3b57	2025-01-03 19:53:00+00	2025-01-31	2025-02-01 13:01:00+00	0.25
117	3eca8318-89d7-4d3f-af7a-770d7f63630a	2025-04-26 02:17:00+00	2025-05-24	2025-05-11 08:52:00+00	\N
443	db73c8ab-bf48-4e55-b38c-35c0aa4c78d4	2024-04-30 20:38:00+00	2024-05-28	2024-05-21 05:05:00+00	\N
60	62b1d8df-2821-403f-9d85-c62f61e175a3	2025-01-03 23:25:00+00	2025-01-31	2025-01-18 17:39:00+00	\N
474	b6d6c8b3-c480-4e1b-a6a4-a1cdd2c8cc50	2025-05-25 20:41:00+00	2025-06-22	2025-05-30 00:34:00+00	\N
30	547219a3-d58d-469e-8099-03a5518c357d	2025-04-23 17:04:00+00	2025-05-21	2025-05-21 08:06:00+00	\N
35	5b3b7eda-9522-4fa8-b069-8e897e9076da	2024-10-16 10:47:00+00	2024-11-13	2024-11-05 02:50:00+00	\N
222	62f556d8-d8d4-4d7f-a9a6-2d4f6bee8833	2025-10-10 10:30:00+00	2025-11-07	2025-11-16 14:43:00+00	2.25
485	19819995-5e95-436e-ab8f-fb174916db21	2025-04-30 11:54:00+00	2025-05-28	2025-06-10 21:11:00+00	3.25
45	7c688410-abd9-44e6-9658-1984dc185a0d	2024-09-22 19:52:00+00	2024-10-20	2024-10-23 05:53:00+00	0.75
456	76290abd-49ae-4f12-b005-e42f8002cf9a	2025-01-16 06:57:00+00	2025-02-13	2025-03-05 21:29:00+00	5.00
352	eaac7940-43fa-4849-846d-6e81e70dbadc	2024-10-08 16:21:00+00	2024-11-05	2024-11-16 22:04:00+00	2.75
81	a286f870-5c03-43ed-9df1-3825ef144972	2024-12-13 07:40:00+00	2025-01-10	2024-12-14 07:21:00+00	\N
93	ad3e5fb4-9a3e-4078-96d4-6f1ccacbbd08	2024-10-11 22:33:00+00	2024-11-08	2024-11-25 12:31:00+00	4.25
215	a353f293-1f5a-4b1e-b88f-c20dbbba1ae5	2025-06-02 03:33:00+00	2025-06-30	2025-07-06 18:34:00+00	1.50
161	11bfc73c-3e1d-43ed-82d9-1948e2e2b68a	2025-10-04 08:27:00+00	2025-11-01	2025-10-15 02:36:00+00	\N
199	e76a837f-1995-4077-8e2f-b906c50c1ad7	2025-03-06 10:38:00+00	2025-04-03	2025-03-30 23:29:00+00	\N
302	768d5102-673c-479d-9b10-60c5c234eecc	2025-05-02 12:13:00+00	2025-05-30	\N	\N
54	e7f0c833-d410-49e6-85f8-982fadcbd9d6	2025-08-14 06:34:00+00	2025-09-11	2025-09-04 06:39:00+00	\N
284	955a2a7c-16cd-4543-a99e-7fc19d24c05d	2024-11-18 14:27:00+00	2024-12-16	2025-01-03 23:12:00+00	4.50
337	492c8387-7482-4a4b-9dcc-7d4b3bd56e40	2024-08-26 12:53:00+00	2024-09-23	2024-09-12 21:24:00+00	\N
276	1a65973b-6331-49e9-8fd9-b45d78c41987	2024-12-17 14:30:00+00	2025-01-14	2024-12-19 05:42:00+00	\N
485	1589d73f-15d8-4ec2-8337-a0a453208f8e	2025-10-09 16:30:00+00	2025-11-06	2025-11-17 14:43:00+00	2.75
107	61669691-20b4-47fb-a602-252805c1822d	2024-11-23 19:50:00+00	2024-12-21	2025-01-03 08:46:00+00	3.25
26	8d066698-acd3-4516-a04b-6aeb28e22264	2024-02-14 03:52:00+00	2024-03-13	2024-03-19 00:43:00+00	1.50
210	6c86ba81-63d4-4064-aa33-105c0c4524fa	2024-11-11 06:33:00+00	2024-12-09	2024-12-06 22:10:00+00	\N
471	ef9113d3-f6fb-44ef-8e79-7cf45fa14302	2025-06-26 19:13:00+00	2025-07-24	\N	\N
386	8a11c465-4052-480a-bdd7-e14f42e4a34f	2025-03-09 03:52:00+00	2025-04-06	2025-04-05 18:05:00+00	\N
411	652aa3a8-0e04-4ca8-91d1-8885a9680762	2024-03-27 17:41:00+00	2024-04-24	2024-04-19 10:31:00+00	\N
272	9c4dcc41-e7c2-4b8c-9f39-146b93039447	2024-05-30 09:48:00+00	2024-06-27	2024-06-01 02:32:00+00	\N
306	49298c2c-e751-4ed3-af12-c4cfb1e193c1	2025-01-20 03:12:00+00	2025-02-17	2025-02-26 07:53:00+00	2.25
250	f026f6ff-b0a4-4892-8724-7e9882f8c59f	2025-05-01 08:59:00+00	2025-05-29	2025-06-17 05:22:00+00	4.75
114	8a232b8e-ac30-40b7-bd84-23c16b2dfa2b	2024-09-21 17:52:00+00	2024-10-19	2024-10-20 22:40:00+00	0.25
496	af3450a0-d9ca-4e9c-ad3b-0907f88cbc99	2024-05-18 16:57:00+00	2024-06-15	2024-07-03 19:50:00+00	4.50
104	af3450a0-d9ca-4e9c-ad3b-0907f88cbc99	2025-11-13 21:28:00+00	2025-12-11	2025-11-18 09:15:00+00	\N
157	42da9987-c152-4dca-8d45-6560bb2b49d3	2024-07-07 03:25:00+00	2024-08-04	2024-08-25 01:16:00+00	5.25
233	d54e01b6-0ff9-4a84-b5b9-b89b9c43d78a	2024-05-15 06:47:00+00	2024-06-12	2024-06-19 19:00:00+00	1.75
33	096fe303-3daa-4382-b157-118abe682add	2025-08-14 05:46:00+00	2025-09-11	2025-08-28 15:37:00+00	\N
135	991d9c91-c9fd-4fff-ae83-9e5568695b8b	2025-12-20 07:43:00+00	2026-01-17	2026-01-19 07:34:00+00	0.50
99	503def4a-5523-4c89-a4d7-13797cbc2b80	2024-12-06 21:57:00+00	2025-01-03	2024-12-24 19:59:00+00	\N
344	3f3180b7-1964-4018-88c3-571269fed904	2025-08-01 01:17:00+00	2025-08-29	2025-08-20 01:09:00+00	\N
99	d4020c7a-bdfa-4d8b-a435-2854dcbe8648	2024-06-01 19:46:00+00	2024-06-29	2024-07-15 08:05:00+00	4.00
270	f7915483-ede7-4f1f-bf39-c87495e36709	2024-06-14 01:11:00+00	2024-07-12	2024-06-20 19:04:00+00	\N
17	5f7e147f-36cc-46bf-aef8-e8982c9b0bd2	2025-11-30 18:49:00+00	2025-12-28	2025-12-06 08:41:00+00	\N
400	40fd826c-4a45-49df-aa7f-474cefcc1e4b	2024-09-19 03:27:00+00	2024-10-17	2024-11-07 21:45:00+00	5.25
177	999f392a-a11b-45df-87e9-5da192542d94	2024-11-14 08:16:00+00	2024-12-12	2024-11-26 23:38:00+00	\N
76	6e286ab1-48fb-4250-b5f0-623dfc5b676a	2024-01-14 18:46:00+00	2024-02-11	2024-02-13 16:43:00+00	0.50
398	af2915c7-a369-4699-9505-7d85aaf38b96	2024-05-04 20:45:00+00	2024-06-01	\N	\N
473	ebba9125-0dc0-4dd5-a669-66a0de1bbbf9	2025-05-31 08:52:00+00	2025-06-28	2025-07-10 16:07:00+00	3.00
454	8266269a-6763-4001-83cf-0ff692126fd6	2025-02-03 17:32:00+00	2025-03-03	2025-02-26 03:19:00+00	\N
235	86413f62-ed41-4aa8-9fff-39e5475def3d	2024-06-07 17:57:00+00	2024-07-05	2024-07-19 10:47:00+00	3.50
374	a164d0a7-9f90-4561-b5b3-dfc2507a7d22	2024-06-11 20:13:00+00	2024-07-09	2024-07-25 10:54:00+00	4.00
437	85c9b9b4-da48-4075-a000-520b7f852a93	2025-08-23 23:09:00+00	2025-09-20	2025-10-05 15:39:00+00	3.75
116	5d157bf3-6600-4166-b1ee-59f6a9a0154d	2025-03-21 12:17:00+00	2025-04-18	2025-04-17 06:40:00+00	\N
205	e725c338-7a77-430b-a555-45c004a46e53	2024-03-14 03:57:00+00	2024-04-11	2024-03-26 21:18:00+00	\N
156	39ca1cd8-5a9e-40f6-9bc5-7a9d2cb6fccb	2024-09-25 15:52:00+00	2024-10-23	2024-09-30 03:22:00+00	\N
116	7b1ccd00-f741-41f6-a199-3136fa343d6c	2025-12-05 14:12:00+00	2026-01-02	2025-12-16 12:21:00+00	\N
269	0316daa4-f506-4ac0-ba93-20aa62750749	2024-10-24 11:32:00+00	2024-11-21	2024-12-07 16:09:00+00	4.00
46	7a9223f8-61fc-442a-abe7-84d567e4107e	2024-07-26 09:32:00+00	2024-08-23	2024-08-16 10:22:00+00	\N
273	605ca097-6978-4de8-91fa-162d5678f0c5	2025-05-20 20:04:00+00	2025-06-17	\N	\N
315	ade7286d-ff70-4637-9473-696b606cbee2	2024-04-17 14:44:00+00	2024-05-15	2024-04-25 19:03:00+00	\N
460	fc507217-e0ae-480d-8be6-4ba0bf45f41f	2024-08-20 16:39:00+00	2024-09-17	2024-09-13 12:37:00+00	\N
280	d30adc0c-7e55-4100-a629-62520a14eb04	2025-07-04 12:33:00+00	2025-08-01	2025-07-21 11:53:00+00	\N
86	d26f01bb-a306-4e47-ba89-9abac9b98480	2025-11-18 15:46:00+00	2025-12-16	2025-12-18 00:50:00+00	0.50
130	60862993-f05e-4b5f-a53e-ac83b5c3f77d	2025-02-10 07:12:00+00	2025-03-10	2025-03-03 00:04:00+00	\N
191	d5f65329-cb19-420e-bc03-9dcd4eb2b329	2025-01-23 22:12:00+00	2025-02-20	2025-02-07 09:47:00+00	\N
232	30fbf6a8-2eb7-437a-b1f6-59a72f532953	2025-04-15 11:02:00+00	2025-05-13	2025-04-27 01:28:00+00	\N
231	466e8e61-4f61-410f-a462-f681fb5743fd	2025-09-07 03:28:00+00	2025-10-05	2025-09-12 03:04:00+00	\N
31	73302693-cc55-4b89-b490-bd062b111a9e	2024-04-27 08:36:00+00	2024-05-25	2024-05-15 17:06:00+00	\N
22	95f9784e-87fd-4de0-bf62-91d89739096b	2025-05-28 02:32:00+00	2025-06-25	2025-07-06 16:55:00+00	2.75
245	4c592a2f-b7a8-466b-ab9e-22cce893397b	2024-11-08 12:17:00+00	2024-12-06	2024-12-15 09:44:00+00	2.25
281	7c2e69f5-b93b-4529-9ba3-a6c84aa940a2	2025-05-23 05:05:00+00	2025-06-20	2025-07-03 04:52:00+00	3.25
433	6d5fa0ad-181a-4803-a6fa-e37e6a3d15eb	2025-10-04 19:05:00+00	2025-11-01	2025-10-08 10:04:00+00	\N
177	a682aa3f-e0de-4666-baf0-eda667b302e9	2024-02-15 13:05:00+00	2024-03-14	2024-03-07 09:06:00+00	\N
73	d5c82e7b-c547-45ad-94ee-67debe2a49b8	2024-12-15 03:02:00+00	2025-01-12	2025-01-05 05:52:00+00	\N
242	dff5bf52-71b5-4480-9798-7071723393cf	2024-10-13 22:53:00+00	2024-11-10	\N	\N
367	b2ae38e8-394b-4b39-a747-11acc95989c6	2024-09-06 06:26:00+00	2024-10-04	2024-10-21 03:25:00+00	4.25
197	6c0e583c-2503-4402-a019-b2722a71eec4	2025-07-27 22:31:00+00	2025-08-24	2025-08-19 09:28:00+00	\N
47	d68494a9-0af3-4369-8db1-dc395e5afa50	2024-01-09 06:32:00+00	2024-02-06	\N	\N
170	fceefd87-c85b-40bd-85cb-cdd358b4f5b3	2025-03-25 20:47:00+00	2025-04-22	2025-04-29 17:47:00+00	1.75
272	4fc12d64-98b6-4e55-8cfd-1384f564f400	2025-11-21 09:13:00+00	2025-12-19	2026-01-10 08:56:00+00	5.50
462	e3f17c5e-54eb-45c6-a639-09397bb98bee	2024-10-26 15:06:00+00	2024-11-23	\N	\N
209	5896e7bf-449c-4bdb-a862-b5b6399b6e28	2024-03-28 02:57:00+00	2024-04-25	\N	\N
392	7907a484-103d-45a1-8562-7511934ef02e	2024-03-19 20:33:00+00	2024-04-16	2024-03-23 22:01:00+00	\N
208	9dd46123-4941-4b01-acd7-d6e78f51665f	2024-06-13 23:06:00+00	2024-07-11	2024-08-02 00:48:00+00	5.50
310	40a3cc2f-0160-4837-88f4-553187aa57e7	2025-11-12 19:09:00+00	2025-12-10	2025-12-03 00:47:00+00	\N
114	b5df3aa0-7fbb-46fc-b91b-4c90714bf7a5	2024-08-22 08:22:00+00	2024-09-19	2024-09-13 14:22:00+00	\N
381	78042de7-7225-4e62-812a-7dbd9d3f5f02	2025-04-24 20:59:00+00	2025-05-22	2025-05-15 07:54:00+00	\N
323	2c38446f-d5b8-493f-b390-e14752237219	2025-07-10 13:23:00+00	2025-08-07	2025-08-04 02:14:00+00	\N
446	890ad9a8-99ff-4443-84f7-3756b85fb487	2025-05-31 11:05:00+00	2025-06-28	2025-06-28 09:39:00+00	\N
145	810206c7-b8a1-44c1-b1b8-90c82ecde611	2024-03-13 15:35:00+00	2024-04-10	2024-03-23 20:47:00+00	\N
459	980418c3-4fdb-4d68-912e-0e9f0e3b12cf	2025-04-08 13:40:00+00	2025-05-06	2025-04-11 10:21:00+00	\N
358	f60873aa-490c-4b0d-8e45-7a672ba66de3	2024-06-18 12:46:00+00	2024-07-16	2024-08-02 06:37:00+00	4.25
492	258ed812-2dfa-4459-a0f0-2dd7416ba0b1	2025-07-02 21:35:00+00	2025-07-30	2025-08-12 13:42:00+00	3.25
425	004bf9c4-5ca3-407e-96fb-a50c66d5ec10	2024-09-17 19:35:00+00	2024-10-15	2024-10-30 21:11:00+00	3.75
107	4a2739bb-0042-4bb2-87c4-ffb57783879a	2025-09-04 06:18:00+00	2025-10-02	2025-09-05 12:53:00+00	\N
381	a67c82b3-420a-4a61-8f51-359cc5165a04	2024-08-18 15:20:00+00	2024-09-15	2024-09-16 23:32:00+00	0.25
490	0e0be26a-48c5-4151-b247-01e6024f4a99	2024-05-27 15:39:00+00	2024-06-24	2024-06-05 12:09:00+00	\N
455	40b1f8a9-7ffb-4404-a376-c29ebbc4ab6a	2024-01-12 23:18:00+00	2024-02-09	2024-02-21 05:29:00+00	3.00
31	f898809e-401a-4dec-af57-3c3927f0ad52	2025-03-17 18:01:00+00	2025-04-14	2025-04-01 20:52:00+00	\N
259	f6369ea3-91ea-429b-9d78-ff6704f47443	2024-02-29 22:52:00+00	2024-03-28	2024-03-15 13:45:00+00	\N
256	2c3e795f-0bff-4135-9b32-7dc55543f538	2025-05-08 23:09:00+00	2025-06-05	2025-05-21 23:30:00+00	\N
41	b6d6c8b3-c480-4e1b-a6a4-a1cdd2c8cc50	2024-12-24 23:58:00+00	2025-01-21	2025-01-05 19:41:00+00	\N
328	934915c0-73cf-412c-8b55-08dc6c3470b2	2025-10-28 06:24:00+00	2025-11-25	2025-11-29 06:10:00+00	1.00
116	818dce6d-3ffd-4c27-9408-32c80c6ca768	2025-04-27 21:48:00+00	2025-05-25	2025-05-31 13:35:00+00	1.50
166	b1429612-7783-4d7c-9d36-8a6aa8d0e295	2025-05-17 13:22:00+00	2025-06-14	2025-06-25 17:58:00+00	2.75
50	c8bb8b0e-b42a-4a02-9d36-4ddd4e9b411c	2025-11-08 08:45:00+00	2025-12-06	2025-11-15 02:25:00+00	\N
142	55316b63-000f-45a0-81f5-46042e084304	2025-03-15 03:27:00+00	2025-04-12	2025-04-05 21:48:00+00	\N
328	388f2953-bb7c-4174-864e-dce000e14787	2024-08-08 16:09:00+00	2024-09-05	2024-09-05 17:05:00+00	\N
352	d61383b0-30df-4410-b0dc-f82feb24e6b2	2024-05-15 23:53:00+00	2024-06-12	\N	\N
117	44f4b8f5-6b3d-4a25-bb5a-c1c24a89ea00	2025-06-28 16:38:00+00	2025-07-26	2025-07-07 06:52:00+00	\N
30	35f4ab61-613f-4419-8249-95a244556422	2025-02-07 00:31:00+00	2025-03-07	2025-02-22 07:06:00+00	\N
400	2423188e-2994-49f0-b0e4-5e4336c0dc60	2024-03-30 22:16:00+00	2024-04-27	2024-05-03 05:08:00+00	1.50
204	08561ee4-0fed-4d0c-99aa-cf5a12faec2b	2025-10-30 22:50:00+00	2025-11-27	2025-11-13 02:56:00+00	\N
350	5ae0a9d1-1806-47ec-b4b5-02be209b98f7	2025-11-14 07:44:00+00	2025-12-12	2025-12-28 05:32:00+00	4.00
496	618e8f41-04ef-4409-80f2-0a74755ac9f1	2024-04-15 10:48:00+00	2024-05-13	2024-05-13 12:54:00+00	\N
469	ae307c67-07cc-4276-a930-3b3f6682c3cb	2024-02-17 04:03:00+00	2024-03-16	\N	\N
115	ef44a621-11fa-489c-8446-f3910ad8fea7	2024-03-26 05:04:00+00	2024-04-23	2024-05-05 03:21:00+00	3.00
459	b188fb86-01b9-4d64-84be-d812a383ac0d	2025-01-27 03:57:00+00	2025-02-24	2025-02-07 13:38:00+00	\N
15	a0f35275-d4d4-4280-92d1-55191a10a3ac	2025-05-16 09:56:00+00	2025-06-13	2025-06-07 07:20:00+00	\N
490	65a87d40-a881-4eb9-8ec5-50507ebedfa3	2025-02-17 15:52:00+00	2025-03-17	2025-03-24 23:57:00+00	1.75
198	2dc6ac2b-0c89-472b-8e53-06888aa5832b	2025-12-19 14:34:00+00	2026-01-16	2025-12-27 17:46:00+00	\N
63	58cf9833-2033-48b9-8a9a-87d15137840b	2025-09-08 21:19:00+00	2025-10-06	2025-10-09 16:34:00+00	0.75
476	d9c0f1fb-6ed2-46b8-bf2b-e32e9eb9f2d7	2025-04-10 05:47:00+00	2025-05-08	2025-05-20 05:07:00+00	3.00
402	1f321a9d-5d02-44a9-bc2a-5822841494f4	2024-08-05 03:55:00+00	2024-09-02	2024-09-13 04:33:00+00	2.75
110	2c3e795f-0bff-4135-9b32-7dc55543f538	2024-06-26 06:54:00+00	2024-07-24	2024-07-17 15:22:00+00	\N
17	0f979f63-4945-4d94-af36-1d7cc395df30	2024-01-09 11:25:00+00	2024-02-06	2024-02-18 22:43:00+00	3.00
320	4d801a60-fc61-4791-b9e0-07863d0da5bc	2025-03-08 21:22:00+00	2025-04-05	2025-04-20 04:52:00+00	3.75
466	f586878e-7f59-4841-a1f0-47dbfdc894cc	2024-11-17 16:10:00+00	2024-12-15	\N	\N
485	0b4da21e-3f8e-4acf-823a-b0c2b8a4ad6b	2024-06-30 15:22:00+00	2024-07-28	2024-06-30 21:55:00+00	\N
230	6c0e583c-2503-4402-a019-b2722a71eec4	2024-07-29 22:26:00+00	2024-08-26	2024-08-31 08:56:00+00	1.25
344	73276c7b-6cb9-4369-8dcf-45a8a2ec3fcb	2025-07-12 07:50:00+00	2025-08-09	\N	\N
390	91bdf4fd-9d04-42c8-9868-0b08bb6e2df8	2024-03-25 20:41:00+00	2024-04-22	2024-05-02 10:44:00+00	2.50
484	0249b01a-2500-4240-b5f5-2e308d08e2bf	2025-01-26 15:39:00+00	2025-02-23	2025-03-03 12:13:00+00	2.00
145	2c46edd7-100e-4f2a-96df-9a37159de89b	2024-06-13 08:20:00+00	2024-07-11	2024-06-29 04:04:00+00	\N
434	dd6a5fc3-84ea-42b1-9ad3-dd30d8ab8258	2024-08-12 11:14:00+00	2024-09-09	2024-09-23 07:34:00+00	3.50
255	a62bea80-940f-4d37-ad74-5d64e0e16801	2025-02-03 10:10:00+00	2025-03-03	2025-03-16 04:10:00+00	3.25
337	edba6f24-827f-4698-b35e-b6b9dbdcca47	2024-05-04 00:39:00+00	2024-06-01	2024-06-12 08:28:00+00	2.75
92	abf947ee-aa86-40ce-a4c9-db23ebf9628c	2024-10-19 16:40:00+00	2024-11-16	\N	\N
132	0434dd0a-74f3-45d2-aedd-786d82c910d8	2024-01-04 01:29:00+00	2024-02-01	\N	\N
145	b50eead9-1e16-4ca3-a0d1-2133e6c35790	2024-07-24 05:58:00+00	2024-08-21	2024-08-29 09:57:00+00	2.00
495	bd68edd9-04d9-4e70-90a3-9fd74c19b8e2	2024-03-31 12:37:00+00	2024-04-28	2024-04-23 19:00:00+00	\N
225	f898809e-401a-4dec-af57-3c3927f0ad52	2025-03-27 09:24:00+00	2025-04-24	2025-05-15 06:18:00+00	5.25
471	d5d208ee-3cb3-43b5-8f77-4f29c1f2e6f5	2024-01-04 21:28:00+00	2024-02-01	2024-01-19 01:51:00+00	\N
477	bee7bd36-fe36-433e-bf9b-586f7396604a	2024-09-16 15:10:00+00	2024-10-14	2024-09-24 06:48:00+00	\N
54	c2d63f7d-da11-4f78-94f1-bbda68933b61	2025-03-28 12:52:00+00	2025-04-25	\N	\N
143	b90698a3-e895-408e-8efe-aefbdcfac319	2024-12-11 04:40:00+00	2025-01-08	2025-01-27 18:19:00+00	4.75
70	57836eee-58d7-46bb-a95d-7c9d094f1229	2025-07-08 19:37:00+00	2025-08-05	2025-07-17 15:59:00+00	\N
196	56bdda49-4620-4811-b8c0-097c0fa7eae6	2024-10-12 16:14:00+00	2024-11-09	2024-11-22 19:53:00+00	3.25
126	08561ee4-0fed-4d0c-99aa-cf5a12faec2b	2024-09-16 12:53:00+00	2024-10-14	\N	\N
64	8a7cc66c-6575-4aab-9850-48fd5e0e6681	2024-01-10 01:07:00+00	2024-02-07	2024-02-10 09:39:00+00	0.75
291	4421178a-62dd-48ce-b9b5-4da9346720cd	2024-11-16 06:15:00+00	2024-12-14	2024-12-30 23:28:00+00	4.00
210	2801a18f-b9a4-4e66-9500-8304f5db35ce	2025-05-20 20:49:00+00	2025-06-17	2025-05-25 15:42:00+00	\N
481	4a2739bb-0042-4bb2-87c4-ffb57783879a	2024-10-09 14:44:00+00	2024-11-06	2024-11-25 22:32:00+00	4.75
41	edfa11b0-2fbc-42d1-908f-284c5659d034	2025-06-28 06:09:00+00	2025-07-26	2025-07-08 20:16:00+00	\N
208	d9549a3b-3689-4dd8-842e-0bae7030f125	2025-05-07 19:39:00+00	2025-06-04	2025-05-16 04:53:00+00	\N
392	9c4dcc41-e7c2-4b8c-9f39-146b93039447	2025-10-12 03:32:00+00	2025-11-09	2025-11-10 23:19:00+00	0.25
307	9ee69040-d0b1-48d3-9478-5503763fd2db	2024-06-10 11:00:00+00	2024-07-08	\N	\N
69	912073ca-e8a1-453e-9ebf-382c607f2ab7	2025-05-29 04:20:00+00	2025-06-26	2025-07-07 03:38:00+00	2.75
224	ac098a6f-6157-4219-b737-b2c337434b9b	2024-09-20 21:17:00+00	2024-10-18	2024-10-22 13:20:00+00	1.00
413	1d065bc6-746d-4ebf-8a16-2b3e40d32478	2025-02-28 15:49:00+00	2025-03-28	2025-03-18 05:20:00+00	\N
173	8660a658-1219-4bdf-a322-b033c996bd06	2025-07-23 05:52:00+00	2025-08-20	2025-09-02 13:37:00+00	3.25
421	c9262fad-75b0-47bb-94e8-9afb11d9e676	2024-05-03 15:45:00+00	2024-05-31	2024-06-20 04:15:00+00	5.00
153	2341aa2e-2aff-40aa-a5c6-658ecdf72144	2024-10-20 15:51:00+00	2024-11-17	\N	\N
297	e4e6895c-e343-4554-a327-3c6b496ca2d6	2025-12-10 22:45:00+00	2026-01-07	2025-12-13 10:24:00+00	\N
40	e296938a-3704-4934-8b3c-dea582c95db4	2024-11-23 06:40:00+00	2024-12-21	2024-12-23 05:17:00+00	0.50
34	6770a71f-6c5a-4bfa-a9d4-cf9296c652a3	2025-08-13 19:09:00+00	2025-09-10	2025-09-26 23:26:00+00	4.00
18	4421178a-62dd-48ce-b9b5-4da9346720cd	2025-06-05 10:09:00+00	2025-07-03	2025-07-19 20:59:00+00	4.00
376	f3d02fb2-02a0-489a-990b-9824ab32271d	2025-02-16 07:32:00+00	2025-03-16	2025-02-28 23:51:00+00	\N
28	bda2a93e-39ef-4201-ba15-d563b019919d	2025-05-26 18:58:00+00	2025-06-23	2025-07-14 22:46:00+00	5.25
22	9b880605-dfb0-476d-a983-64a0ad4ed5cf	2024-01-14 21:09:00+00	2024-02-11	\N	\N
216	f411a4a5-9e34-4acd-8f8c-4c3e780bd9f2	2025-07-03 14:24:00+00	2025-07-31	2025-07-27 17:12:00+00	\N
151	e1b0875c-1be4-47d0-b793-59f3e8d331ab	2025-02-17 22:36:00+00	2025-03-17	2025-04-03 05:40:00+00	4.25
246	8d066698-acd3-4516-a04b-6aeb28e22264	2025-01-28 08:37:00+00	2025-02-25	2025-03-11 22:36:00+00	3.50
452	beb23d48-ca04-4d93-9ffd-501bf685cac6	2025-03-24 06:35:00+00	2025-04-21	2025-04-18 13:50:00+00	\N
414	48819ccb-86a4-4d90-978f-db5b32ff9761	2025-01-13 14:29:00+00	2025-02-10	2025-02-17 23:35:00+00	1.75
113	4a188b60-9fae-4831-8102-541627a8a9b8	2025-03-03 09:59:00+00	2025-03-31	2025-03-24 10:46:00+00	\N
458	6c0e583c-2503-4402-a019-b2722a71eec4	2025-08-09 23:17:00+00	2025-09-06	2025-09-10 14:10:00+00	1.00
135	1b8a6545-1d67-43ed-932a-6399940516fb	2025-12-18 21:02:00+00	2026-01-15	2026-01-02 16:38:00+00	\N
50	d86979ff-a056-488b-b3b8-e9f1bdf44c63	2024-09-05 20:14:00+00	2024-10-03	2024-10-20 11:17:00+00	4.25
113	db6e2f30-8289-4402-8457-29b31ab37a65	2025-04-23 20:04:00+00	2025-05-21	2025-05-22 01:52:00+00	0.25
304	4226a9e4-cc40-42b3-94e7-5deec7f719d2	2024-08-25 05:21:00+00	2024-09-22	\N	\N
24	6353a224-1969-4126-b5eb-893e4eab956a	2025-08-09 13:22:00+00	2025-09-06	2025-08-11 18:34:00+00	\N
255	62f556d8-d8d4-4d7f-a9a6-2d4f6bee8833	2025-05-10 21:11:00+00	2025-06-07	2025-06-23 16:12:00+00	4.00
111	5743d57e-264b-4548-a162-c1c2ed19dd3d	2025-09-05 05:19:00+00	2025-10-03	2025-10-11 06:58:00+00	2.00
417	449e5d04-f99a-4110-b93d-e53b6cb7d3d3	2025-05-25 21:55:00+00	2025-06-22	2025-06-01 03:37:00+00	\N
11	5e954ad5-4685-496c-b6b2-0454b0bb32ff	2025-04-01 17:46:00+00	2025-04-29	2025-05-07 02:06:00+00	2.00
238	af20ae86-7eeb-44e5-a315-d351dde9355c	2025-10-31 10:29:00+00	2025-11-28	2025-12-01 12:05:00+00	0.75
23	3dddb957-7e83-4776-baf8-78e6d03504fd	2024-08-01 04:33:00+00	2024-08-29	2024-08-15 05:10:00+00	\N
53	65a87d40-a881-4eb9-8ec5-50507ebedfa3	2024-05-04 18:14:00+00	2024-06-01	\N	\N
307	9f37921d-ac07-47cd-90ae-d3a30a1776ad	2025-11-14 03:15:00+00	2025-12-12	2025-12-30 10:17:00+00	4.50
202	ea184da0-b59b-47a7-b399-e8db3cb07a38	2025-07-29 09:27:00+00	2025-08-26	2025-08-12 23:38:00+00	\N
6	f13daadb-eab4-42b6-913b-bdae63c4d6b9	2025-02-22 13:57:00+00	2025-03-22	2025-04-13 00:15:00+00	5.50
223	9a3ea6bf-1fc8-4b3e-8b62-c22afdb257dd	2025-04-22 20:06:00+00	2025-05-20	2025-05-03 21:14:00+00	\N
382	31821a1b-e10b-48ec-bf6b-d41257a19090	2024-02-22 07:41:00+00	2024-03-21	2024-04-07 08:28:00+00	4.25
32	ed2e2b99-85a8-49d3-a3fc-ebdb9c62a19a	2024-10-16 13:59:00+00	2024-11-13	\N	\N
30	29a54514-7c4b-4768-97a7-2395fb466004	2025-04-12 19:09:00+00	2025-05-10	2025-05-23 00:42:00+00	3.25
1	88be1138-bcee-4434-a1b9-795af86de6e2	2025-11-17 02:45:00+00	2025-12-15	2025-11-24 17:32:00+00	\N
29	f48a79a9-2857-4416-8738-065d48654604	2025-12-15 07:25:00+00	2026-01-12	2026-01-10 17:49:00+00	\N
124	5f3e3782-3f0f-4825-8a5c-0dbbeea2fef9	2025-09-16 00:03:00+00	2025-10-14	\N	\N
95	3a8b8eef-e9b1-40dd-9934-032ad888bcaa	2024-08-16 22:06:00+00	2024-09-13	2024-09-13 12:55:00+00	\N
279	56857888-1f6f-4727-898b-ffd0847e16d9	2024-04-05 05:51:00+00	2024-05-03	\N	\N
383	44836d6d-47bd-4ae5-8976-f4a0fac34dd0	2025-04-14 19:09:00+00	2025-05-12	2025-05-06 19:23:00+00	\N
344	c9a2723b-82cc-4e59-bb1d-cf92db70ef36	2024-01-03 01:43:00+00	2024-01-31	2024-02-15 09:44:00+00	3.75
213	506d759a-be2d-43ab-8b71-8d5be4098a65	2024-06-18 04:09:00+00	2024-07-16	2024-06-26 11:06:00+00	\N
270	42da9987-c152-4dca-8d45-6560bb2b49d3	2025-05-28 08:52:00+00	2025-06-25	2025-06-02 01:47:00+00	\N
34	b46a3244-b44b-48cc-bd7c-9ca68e912972	2025-12-07 08:55:00+00	2026-01-04	2025-12-07 18:23:00+00	\N
64	97e05cb4-dd9a-4faa-95bf-3c9d153ef095	2024-11-14 19:42:00+00	2024-12-12	2024-12-21 00:55:00+00	2.25
9	c0d90a59-4870-4fd5-8184-e4aa9813e2d0	2024-09-28 03:15:00+00	2024-10-26	2024-09-28 10:44:00+00	\N
97	9141ef80-8012-45e1-af7f-be9e10d00381	2025-02-16 22:54:00+00	2025-03-16	2025-02-18 12:36:00+00	\N
137	cf6d4c2d-2208-488b-842f-69b68029bae6	2024-06-21 05:13:00+00	2024-07-19	\N	\N
198	ba94d9ff-f56b-4d5d-977d-eb55d71ee553	2025-05-10 01:19:00+00	2025-06-07	2025-05-31 21:23:00+00	\N
47	3842c572-e4a7-4b29-9297-7d5414818e4a	2024-09-04 08:31:00+00	2024-10-02	2024-09-13 17:45:00+00	\N
296	fdfb4643-5393-482d-9615-3cc27190c020	2024-06-26 10:29:00+00	2024-07-24	2024-08-09 12:33:00+00	4.00
406	7843d01d-2ec7-4f3a-bb1b-eed30c643848	2024-07-22 06:22:00+00	2024-08-19	2024-08-10 19:51:00+00	\N
448	0998c91e-db23-4895-ba87-70664b8ea09d	2025-06-30 15:52:00+00	2025-07-28	2025-07-19 11:06:00+00	\N
346	eef2c2fa-a621-4a66-8a7c-a62346e9ecf4	2024-05-30 16:33:00+00	2024-06-27	2024-06-18 03:11:00+00	\N
412	ed2e2b99-85a8-49d3-a3fc-ebdb9c62a19a	2024-10-19 00:14:00+00	2024-11-16	\N	\N
393	93307d12-338c-4653-8506-e13a9727fb31	2024-10-25 02:48:00+00	2024-11-22	2024-11-13 15:18:00+00	\N
82	c76b1212-0478-4f75-aa61-13468a808e96	2025-08-27 03:43:00+00	2025-09-24	2025-10-03 22:43:00+00	2.25
468	a2958a4f-8a39-4d67-85bf-bf3ba8bf0136	2024-05-14 06:07:00+00	2024-06-11	2024-06-05 03:40:00+00	\N
170	63d70248-bf40-4321-b4dd-2c9114d7e108	2024-02-05 05:54:00+00	2024-03-04	2024-02-29 12:16:00+00	\N
245	818dce6d-3ffd-4c27-9408-32c80c6ca768	2024-10-12 10:46:00+00	2024-11-09	2024-10-24 12:49:00+00	\N
109	ecded7b5-f36a-4771-81f3-7c6f33ffe4ea	2025-04-22 00:15:00+00	2025-05-20	2025-06-07 02:35:00+00	4.50
336	987c8aaa-57cf-4170-8431-9e78932ef19e	2024-01-07 07:50:00+00	2024-02-04	\N	\N
238	f98de037-a9cf-4dad-b78b-76fa30d6f21b	2024-03-08 19:17:00+00	2024-04-05	2024-03-28 20:25:00+00	\N
473	e5d6dce5-a5df-4a01-88a8-f98b870b5dd3	2024-01-13 00:36:00+00	2024-02-10	2024-02-19 11:44:00+00	2.25
417	d9afeb44-9bf8-473c-9e69-85281998a15e	2024-06-29 13:40:00+00	2024-07-27	2024-07-13 11:44:00+00	\N
153	02213281-af2e-46c3-b65c-0d0bfe92ff73	2025-09-15 22:53:00+00	2025-10-13	2025-10-30 17:57:00+00	4.25
359	00181ff7-161d-4341-8f9b-68fd5be7656e	2024-05-10 10:52:00+00	2024-06-07	2024-05-18 07:56:00+00	\N
119	57e4d2d4-6e43-4411-91d1-e4e8e8889105	2025-04-27 12:24:00+00	2025-05-25	2025-05-07 19:19:00+00	\N
461	2116e279-2bfb-4ec5-b603-ade3fd310f47	2024-02-15 23:42:00+00	2024-03-14	2024-03-09 22:32:00+00	\N
154	ae68234e-8bec-4bb4-b8c7-c8b403bb1ebb	2025-07-25 04:22:00+00	2025-08-22	2025-07-27 12:41:00+00	\N
498	ea1a9e03-dadb-4e37-b009-dc657bd7edf5	2025-06-07 10:24:00+00	2025-07-05	2025-06-30 09:17:00+00	\N
258	b045aba3-29f1-45ff-9099-d31d728a49a1	2024-04-25 13:33:00+00	2024-05-23	2024-05-12 16:18:00+00	\N
461	590d215a-f41c-4d51-89b7-1fae955dce98	2025-09-26 12:58:00+00	2025-10-24	2025-09-27 08:18:00+00	\N
448	ac79b795-eba6-4541-88c0-754d31f5df71	2024-04-12 06:43:00+00	2024-05-10	2024-05-16 17:19:00+00	1.50
217	923fa81b-447f-430e-98cb-9bc0b6a86c32	2025-01-14 02:23:00+00	2025-02-11	2025-01-23 16:58:00+00	\N
137	8266269a-6763-4001-83cf-0ff692126fd6	2025-12-25 07:22:00+00	2026-01-22	\N	\N
240	c81f9841-8ff4-454d-aa20-db0215a9e10b	2024-05-05 14:46:00+00	2024-06-02	2024-06-13 14:48:00+00	2.75
482	e40a01bc-9db6-4808-84e9-2d48b56c705d	2025-08-05 18:35:00+00	2025-09-02	2025-09-05 20:17:00+00	0.75
385	2bd96db7-6976-4874-a819-ed65bd56a12e	2025-09-11 09:00:00+00	2025-10-09	2025-09-11 22:37:00+00	\N
432	efba3682-e88f-4c96-be93-2f66aa571a79	2024-08-02 00:18:00+00	2024-08-30	2024-08-15 17:59:00+00	\N
152	989fb4c5-e7ca-4988-b9f8-124c4de0b0f0	2024-10-27 03:41:00+00	2024-11-24	2024-11-08 14:33:00+00	\N
294	8ec209f9-8c43-4bbd-af3e-99ed8f471de0	2024-10-21 17:47:00+00	2024-11-18	\N	\N
16	818dce6d-3ffd-4c27-9408-32c80c6ca768	2025-11-25 07:32:00+00	2025-12-23	2025-12-23 22:41:00+00	\N
114	e287f012-7b3a-4880-90c4-df04f1f79507	2024-07-01 21:46:00+00	2024-07-29	2024-07-21 21:36:00+00	\N
237	fa4b4922-28a2-440c-95c4-4e4c270333c2	2025-11-26 04:29:00+00	2025-12-24	2026-01-11 00:15:00+00	4.50
383	3c9b8a3f-ce4f-4df4-a511-007b05e91534	2024-10-26 06:45:00+00	2024-11-23	2024-11-25 01:56:00+00	0.50
167	64de5f0f-c8ee-4694-8b59-6b020e4b50b5	2024-05-24 13:16:00+00	2024-06-21	\N	\N
57	adafdb5d-0515-45d0-9e12-b8eaf2958d80	2024-09-07 11:51:00+00	2024-10-05	2024-09-17 09:03:00+00	\N
365	1f321a9d-5d02-44a9-bc2a-5822841494f4	2025-12-02 10:15:00+00	2025-12-30	2025-12-22 23:04:00+00	\N
43	4b3694c8-3168-49bd-9de8-44ed80c1132a	2024-11-05 04:56:00+00	2024-12-03	2024-11-11 17:04:00+00	\N
77	75cd8dab-106b-469f-8434-0bcebd24811a	2025-08-18 18:31:00+00	2025-09-15	2025-09-02 13:26:00+00	\N
394	598b8cea-ba73-40d4-b800-d6e96bc2deb1	2024-06-08 20:24:00+00	2024-07-06	\N	\N
247	41176c6c-9561-457d-bff9-4c6e16e5b5a2	2024-03-24 10:12:00+00	2024-04-21	2024-04-02 10:45:00+00	\N
471	523cca05-992e-4666-8d05-200ada1cf995	2025-05-24 09:52:00+00	2025-06-21	2025-06-05 02:56:00+00	\N
452	abaa7e0e-b3d1-4123-a18d-a27e1fecfead	2025-08-17 17:42:00+00	2025-09-14	2025-09-07 00:37:00+00	\N
171	c53f9490-e152-414a-9e89-c38fe2175d17	2024-09-08 19:19:00+00	2024-10-06	2024-10-10 18:30:00+00	1.00
65	25484130-c899-4f67-8fd4-4881dd84cf01	2024-04-17 06:16:00+00	2024-05-15	2024-05-24 07:55:00+00	2.25
2	9bdc85bb-7a17-4949-a2d6-538fb43e149a	2024-04-02 23:11:00+00	2024-04-30	2024-04-05 06:00:00+00	\N
129	879abf33-d024-45f8-96f5-8e30e29a1909	2025-11-08 08:04:00+00	2025-12-06	2025-12-01 23:57:00+00	\N
179	9a7cbcf3-533e-4ddd-a1f9-70621c2df249	2024-01-19 16:59:00+00	2024-02-16	2024-03-04 19:21:00+00	4.25
350	a6876385-3ba0-4e5d-9890-8b6d475c27f9	2024-04-03 05:14:00+00	2024-05-01	2024-05-20 03:54:00+00	4.75
414	49cdab0b-b4af-474c-86b7-afe47bc9617b	2024-04-26 14:39:00+00	2024-05-24	\N	\N
25	850a41e9-9b7c-482c-b756-b452a5e78afb	2024-05-26 06:58:00+00	2024-06-23	2024-06-04 11:36:00+00	\N
102	00fa9a83-4867-4985-a4e9-1d240fd91b65	2025-04-04 03:55:00+00	2025-05-02	2025-05-10 02:06:00+00	2.00
427	f1f0e088-33ab-4445-a578-c46a66a88c4d	2025-12-14 06:31:00+00	2026-01-11	2025-12-25 06:19:00+00	\N
47	400869bc-739e-44a0-a433-b4d846d52507	2024-08-04 15:47:00+00	2024-09-01	2024-09-16 17:56:00+00	3.75
431	d81fc14a-e21c-4dfd-a0c8-6efd708e6a57	2024-02-20 21:35:00+00	2024-03-19	2024-02-25 09:03:00+00	\N
299	78042de7-7225-4e62-812a-7dbd9d3f5f02	2025-06-11 13:56:00+00	2025-07-09	2025-07-17 04:18:00+00	2.00
184	b50eead9-1e16-4ca3-a0d1-2133e6c35790	2025-02-25 05:17:00+00	2025-03-25	2025-04-05 12:25:00+00	2.75
221	d691121b-120f-4710-ab27-3137fdb63780	2024-07-16 16:27:00+00	2024-08-13	2024-08-17 05:44:00+00	1.00
271	a353f293-1f5a-4b1e-b88f-c20dbbba1ae5	2025-11-12 17:49:00+00	2025-12-10	2025-11-26 22:01:00+00	\N
157	5072bcda-bd10-4bf7-8966-4ccec67972b6	2025-10-22 08:38:00+00	2025-11-19	2025-11-06 02:27:00+00	\N
15	0721a0a8-b30f-40da-acbf-1dd9e6e32465	2025-12-09 15:00:00+00	2026-01-06	2025-12-28 13:23:00+00	\N
400	3c85b4e3-3abe-434d-b399-52ebd523480c	2025-11-13 23:13:00+00	2025-12-11	2025-12-20 19:24:00+00	2.25
55	a807514e-79c4-456f-b970-a2e512e349b1	2025-05-15 20:33:00+00	2025-06-12	2025-05-26 17:11:00+00	\N
298	d81fc14a-e21c-4dfd-a0c8-6efd708e6a57	2025-03-11 19:53:00+00	2025-04-08	2025-03-17 15:56:00+00	\N
108	0414fbcd-d464-450b-97e0-6a7994f1db5a	2025-07-22 13:56:00+00	2025-08-19	2025-08-06 13:03:00+00	\N
249	fd275ee9-50d3-449f-9ad9-4b86c3f397da	2025-05-19 17:01:00+00	2025-06-16	2025-06-28 20:11:00+00	3.00
156	e5867bed-4619-4741-92b9-3b014d4b68e5	2025-08-25 19:47:00+00	2025-09-22	2025-09-24 01:36:00+00	0.50
159	b2ae38e8-394b-4b39-a747-11acc95989c6	2025-11-01 20:59:00+00	2025-11-29	2025-12-11 12:58:00+00	3.00
101	b1429612-7783-4d7c-9d36-8a6aa8d0e295	2025-03-07 18:25:00+00	2025-04-04	2025-03-13 15:56:00+00	\N
97	d1af8bdc-72e4-437c-b3e0-fa8b8aaa8d83	2025-05-18 22:22:00+00	2025-06-15	2025-06-15 17:09:00+00	\N
317	6fc2c942-8cd9-49eb-ba18-e41e417bf1d6	2025-12-26 06:21:00+00	2026-01-23	2026-02-04 23:06:00+00	3.00
391	4d5250f7-ddbb-4a6d-8a62-02b6baa2a089	2024-03-02 07:09:00+00	2024-03-30	2024-03-05 21:33:00+00	\N
484	fa30b7ca-691e-4292-b71d-7d87be284391	2025-06-15 01:11:00+00	2025-07-13	2025-07-28 20:24:00+00	3.75
43	3393063a-6bad-46d4-871c-52773f23988c	2024-06-17 11:26:00+00	2024-07-15	2024-07-07 20:59:00+00	\N
396	2423188e-2994-49f0-b0e4-5e4336c0dc60	2025-08-10 08:18:00+00	2025-09-07	2025-09-29 08:06:00+00	5.50
342	8c8b0be1-242f-49d7-b5f3-3ab3d4f6cd35	2025-04-01 20:52:00+00	2025-04-29	2025-04-11 16:39:00+00	\N
284	6c0e583c-2503-4402-a019-b2722a71eec4	2025-10-22 14:39:00+00	2025-11-19	2025-11-11 05:03:00+00	\N
457	447a0aac-0a5f-4f60-ad6c-13c1ed9f9696	2025-02-12 23:53:00+00	2025-03-12	2025-02-23 04:30:00+00	\N
146	da17aa71-5f83-4ddc-9806-1e9f60d98a7b	2025-01-22 11:39:00+00	2025-02-19	2025-02-22 01:32:00+00	0.75
16	2e8b6ac1-02f7-49fc-85da-0f09c2d9f42e	2024-09-24 22:14:00+00	2024-10-22	2024-10-17 03:35:00+00	\N
157	6c86ba81-63d4-4064-aa33-105c0c4524fa	2024-01-09 07:10:00+00	2024-02-06	2024-01-19 11:40:00+00	\N
55	beb932a5-1964-4a38-bf29-c3f0b551f032	2024-06-24 00:35:00+00	2024-07-22	2024-07-03 11:15:00+00	\N
444	b4032d46-58d3-4015-8af4-d9ff2b3c0167	2024-01-12 14:24:00+00	2024-02-09	2024-02-15 13:52:00+00	1.50
87	f2341f03-7738-4916-821d-28406244ded9	2024-10-31 00:39:00+00	2024-11-28	2024-11-30 22:03:00+00	0.50
177	fa22d17d-1aee-46a7-bace-9e581d3b72e7	2024-10-10 22:49:00+00	2024-11-07	2024-11-08 23:05:00+00	0.25
457	39846f8c-2e82-43b0-9894-d564908b72f9	2025-06-06 11:55:00+00	2025-07-04	2025-06-10 19:58:00+00	\N
324	f60873aa-490c-4b0d-8e45-7a672ba66de3	2024-06-07 07:38:00+00	2024-07-05	2024-07-08 17:39:00+00	0.75
204	c25bd3ae-0912-4d20-b194-0475da79499c	2025-02-22 09:53:00+00	2025-03-22	2025-03-26 15:41:00+00	1.00
233	8a11c465-4052-480a-bdd7-e14f42e4a34f	2024-07-30 22:02:00+00	2024-08-27	2024-09-07 12:59:00+00	2.75
48	8b3be60b-f9d0-4867-ac0a-5f9a544c51ce	2024-08-21 12:29:00+00	2024-09-18	2024-08-25 04:48:00+00	\N
181	2341aa2e-2aff-40aa-a5c6-658ecdf72144	2025-04-21 14:31:00+00	2025-05-19	2025-06-02 19:00:00+00	3.50
344	40498023-7bcf-4317-bc60-3045be55b6a6	2024-06-23 22:26:00+00	2024-07-21	2024-07-11 04:13:00+00	\N
474	ab8d9bec-a052-458e-93a9-e355131ea40b	2025-10-26 20:10:00+00	2025-11-23	2025-11-16 05:18:00+00	\N
88	29ed81be-acde-4d4b-9e45-99d3a71e194b	2025-12-07 17:41:00+00	2026-01-04	2025-12-10 14:27:00+00	\N
298	2fbeb0b0-c98b-42fe-901d-f6796fd817fc	2024-06-11 12:01:00+00	2024-07-09	2024-06-14 20:26:00+00	\N
288	658cc0b9-0f7d-45ff-9e5a-bd3de410052a	2025-07-21 16:19:00+00	2025-08-18	2025-09-05 14:47:00+00	4.50
75	629c2e1a-545a-4ed3-ae37-3ab65e4145ec	2024-11-10 19:26:00+00	2024-12-08	2024-12-22 10:26:00+00	3.50
283	d0a8830f-1caf-4e25-9e04-6709db5b1661	2025-06-04 21:45:00+00	2025-07-02	2025-06-19 22:35:00+00	\N
188	0b83d598-396a-4219-9743-f67c2a6af695	2024-08-07 10:53:00+00	2024-09-04	2024-08-25 16:20:00+00	\N
27	ecded7b5-f36a-4771-81f3-7c6f33ffe4ea	2025-07-07 21:15:00+00	2025-08-04	2025-07-20 02:28:00+00	\N
150	2a165baf-35cd-4663-bbea-1fd6d1d94e15	2024-06-23 04:10:00+00	2024-07-21	2024-06-27 23:24:00+00	\N
117	fda4357b-426a-4acb-a213-db886b7d7aa7	2024-12-05 22:15:00+00	2025-01-02	\N	\N
450	0feb0421-8bc2-4c4b-8483-275d46050b17	2024-06-19 20:59:00+00	2024-07-17	2024-07-23 10:43:00+00	1.50
270	20b8f4bb-6736-4bc4-b0fa-9cfa358c6f59	2024-02-03 15:42:00+00	2024-03-02	2024-02-17 12:51:00+00	\N
66	8ff67e74-5f31-4d08-8dd9-395d20b78f1d	2024-06-29 15:22:00+00	2024-07-27	2024-08-05 05:08:00+00	2.25
452	2ae3b13f-a530-4c89-b65a-61d7313cc577	2024-11-19 20:54:00+00	2024-12-17	\N	\N
481	44620af4-502a-4668-b31c-01faeb82452d	2024-10-29 11:33:00+00	2024-11-26	2024-11-10 07:05:00+00	\N
307	40c7b840-a724-4f93-aa32-5972bfb74335	2024-01-03 14:35:00+00	2024-01-31	2024-01-27 12:21:00+00	\N
197	f1f2a71e-b9a5-4897-bb2f-663cce52cd16	2024-07-22 13:26:00+00	2024-08-19	2024-08-25 15:57:00+00	1.50
427	2e8b6ac1-02f7-49fc-85da-0f09c2d9f42e	2025-09-02 07:56:00+00	2025-09-30	2025-09-28 15:06:00+00	\N
233	f2b2ddc1-aa46-4e1d-994f-072df7e99b07	2024-04-22 13:41:00+00	2024-05-20	2024-05-25 02:57:00+00	1.25
297	96c6f49b-98e1-4d7b-9081-14ccfbb96b0c	2025-05-17 12:10:00+00	2025-06-14	2025-06-22 21:42:00+00	2.00
242	982bbcd2-382f-4e6c-8d50-7771f04fa525	2025-04-06 01:39:00+00	2025-05-04	2025-05-21 13:40:00+00	4.25
81	712f11a9-858c-4449-99ed-b49fdd218968	2025-05-25 11:06:00+00	2025-06-22	2025-05-25 14:11:00+00	\N
433	950427ec-b6e4-41d3-b0d0-ceec885acb2e	2025-12-21 10:35:00+00	2026-01-18	2025-12-29 07:28:00+00	\N
16	49298c2c-e751-4ed3-af12-c4cfb1e193c1	2024-02-29 04:55:00+00	2024-03-28	2024-04-16 17:29:00+00	4.75
404	e40a01bc-9db6-4808-84e9-2d48b56c705d	2024-11-20 13:35:00+00	2024-12-18	2024-12-12 23:53:00+00	\N
366	0eaddfe6-a2c3-442e-84b0-294f38ad7b41	2025-11-14 23:27:00+00	2025-12-12	2025-11-17 00:27:00+00	\N
450	ce0669c7-21c1-4545-b728-93ac57f623f6	2025-11-28 12:02:00+00	2025-12-26	2025-12-07 14:35:00+00	\N
465	af8741f4-d0af-4def-a338-8a44aa91fb84	2024-08-28 09:12:00+00	2024-09-25	2024-09-01 19:38:00+00	\N
443	95a78ec7-d23a-4084-a4cf-dfd4925b621d	2024-05-24 18:16:00+00	2024-06-21	2024-06-18 16:33:00+00	\N
472	57e4d2d4-6e43-4411-91d1-e4e8e8889105	2024-07-15 10:23:00+00	2024-08-12	2024-08-27 06:56:00+00	3.75
383	beb932a5-1964-4a38-bf29-c3f0b551f032	2025-03-08 05:33:00+00	2025-04-05	2025-04-19 11:05:00+00	3.50
271	885e7769-de0f-4d7e-a6cc-7eef01f142a9	2025-09-09 16:39:00+00	2025-10-07	2025-10-04 08:58:00+00	\N
168	fdd23037-81d3-4d78-8e6e-e87722e92590	2024-06-28 14:33:00+00	2024-07-26	2024-07-10 06:56:00+00	\N
90	f8cd2da0-e1c8-4293-b529-0b05e1b932af	2025-11-29 00:33:00+00	2025-12-27	2025-12-05 15:50:00+00	\N
87	50126cc4-e34d-4f41-b146-67b0e1d9d66a	2024-03-11 21:25:00+00	2024-04-08	2024-04-28 08:04:00+00	5.00
288	31821a1b-e10b-48ec-bf6b-d41257a19090	2025-06-11 03:24:00+00	2025-07-09	2025-07-15 03:29:00+00	1.50
158	f8e4c8ea-1e28-42ef-8c3b-db2116bfc000	2024-05-31 03:19:00+00	2024-06-28	\N	\N
87	e3cf77bd-5127-4ed4-a1d8-17e1d175ac53	2024-09-04 21:39:00+00	2024-10-02	2024-09-24 15:48:00+00	\N
429	8518fb7c-ebf4-4e0b-9a50-894d3feaadfc	2024-11-19 04:22:00+00	2024-12-17	2024-11-28 15:51:00+00	\N
113	19819995-5e95-436e-ab8f-fb174916db21	2024-06-19 14:15:00+00	2024-07-17	2024-07-16 10:14:00+00	\N
75	48bf3666-25f9-4b7b-b8b6-0f0f7d37ae53	2025-02-17 13:42:00+00	2025-03-17	2025-02-22 17:54:00+00	\N
375	49519d95-399e-467e-86fe-c230aa1d79e2	2024-08-16 03:17:00+00	2024-09-13	2024-08-19 01:53:00+00	\N
191	54e3073f-de83-4f75-b377-22faa0acdbde	2025-11-15 20:30:00+00	2025-12-13	2025-11-30 22:07:00+00	\N
90	8fd61df3-3c27-4129-b5ee-b9dd3af8f739	2025-09-06 19:54:00+00	2025-10-04	2025-10-21 15:36:00+00	4.25
279	b6e4631e-ee1c-4057-9783-b4713571b34e	2024-01-08 11:21:00+00	2024-02-05	2024-01-17 04:46:00+00	\N
206	934915c0-73cf-412c-8b55-08dc6c3470b2	2025-03-08 12:57:00+00	2025-04-05	2025-04-19 02:19:00+00	3.50
258	f84c0b1a-0722-4654-9b4c-f435c60423f8	2025-07-31 20:51:00+00	2025-08-28	2025-09-19 04:16:00+00	5.50
456	b6b53a7f-d20d-4b18-af0d-69b1b3a7af4b	2025-10-14 18:14:00+00	2025-11-11	\N	\N
358	48e58982-ecd4-42fd-a96e-2c51b149684d	2025-08-11 00:50:00+00	2025-09-08	2025-09-24 21:03:00+00	4.00
467	cdb98b45-f475-4829-aaf8-232bcbca9575	2025-02-14 18:47:00+00	2025-03-14	2025-03-19 14:31:00+00	1.25
292	5a18de36-dfed-43e3-823f-0946d36e3b40	2024-12-14 14:12:00+00	2025-01-11	2024-12-27 16:48:00+00	\N
143	414ff70b-3bf5-44a4-bb5e-09a6536e2181	2025-12-24 23:24:00+00	2026-01-21	2026-02-08 04:15:00+00	4.50
402	c9262fad-75b0-47bb-94e8-9afb11d9e676	2025-07-19 01:15:00+00	2025-08-16	\N	\N
232	56857888-1f6f-4727-898b-ffd0847e16d9	2024-04-16 20:02:00+00	2024-05-14	2024-04-28 05:31:00+00	\N
281	f43a7aa3-2a7d-4918-930a-397395506c28	2025-08-19 15:05:00+00	2025-09-16	2025-10-05 13:14:00+00	4.75
497	d5644721-02e0-4455-8549-2fafef8cd187	2024-07-13 21:31:00+00	2024-08-10	2024-08-04 12:56:00+00	\N
225	47fa1ca8-2871-4160-853e-5f651b56c123	2025-05-15 04:25:00+00	2025-06-12	2025-05-16 14:17:00+00	\N
209	0669b37e-f3f3-4602-9ff2-a4de4050db0d	2025-05-08 16:33:00+00	2025-06-05	2025-05-11 01:04:00+00	\N
227	d509c89d-dbc6-4c14-ad02-be6cd881e20c	2024-12-14 09:26:00+00	2025-01-11	2025-01-16 19:48:00+00	1.25
384	7fef0806-ca90-42fb-b629-1087ce37638d	2024-02-17 20:03:00+00	2024-03-16	2024-03-13 02:05:00+00	\N
440	45815624-962d-438f-9d4f-2bd0abc3e7c9	2024-10-04 06:14:00+00	2024-11-01	2024-11-15 13:18:00+00	3.50
188	6bcd1115-32ff-49a0-9ff5-563f34dda4a5	2024-09-11 05:36:00+00	2024-10-09	2024-10-07 23:17:00+00	\N
475	e5d6dce5-a5df-4a01-88a8-f98b870b5dd3	2024-09-26 03:24:00+00	2024-10-24	2024-11-08 22:20:00+00	3.75
267	e296938a-3704-4934-8b3c-dea582c95db4	2024-10-05 14:37:00+00	2024-11-02	2024-10-12 00:02:00+00	\N
11	16398e3f-1804-4ebb-912d-f3aafd6fa9bb	2024-09-10 23:39:00+00	2024-10-08	\N	\N
280	eed42e42-d156-4643-acb5-2d6f92380a4a	2024-01-05 18:34:00+00	2024-02-02	2024-02-14 12:12:00+00	3.00
263	c6425239-5e7b-4d30-af5c-f8b6b067461e	2025-03-12 06:56:00+00	2025-04-09	2025-03-15 00:34:00+00	\N
4	dc7daf5d-230a-4ac2-8ef7-cd7d184f5d4e	2025-01-06 11:09:00+00	2025-02-03	2025-01-12 22:45:00+00	\N
96	f7915483-ede7-4f1f-bf39-c87495e36709	2024-11-26 18:01:00+00	2024-12-24	2024-11-28 06:22:00+00	\N
371	d3ed97a3-eda2-44bd-a90c-8a9c03083388	2025-09-26 18:35:00+00	2025-10-24	2025-10-29 06:44:00+00	1.25
135	e65f67a2-3b3c-4249-91b8-dad83c7f2188	2024-11-01 05:55:00+00	2024-11-29	2024-12-05 07:14:00+00	1.50
133	beb23d48-ca04-4d93-9ffd-501bf685cac6	2024-05-23 19:28:00+00	2024-06-20	2024-06-29 15:19:00+00	2.25
409	645fa39b-ce8d-48a2-b845-d1bd4eb3e6c0	2025-02-16 20:06:00+00	2025-03-16	2025-03-25 15:50:00+00	2.25
317	0f638039-77fc-425a-8534-ed02d4e084e0	2024-06-12 01:59:00+00	2024-07-10	2024-07-18 18:41:00+00	2.00
177	f48a79a9-2857-4416-8738-065d48654604	2025-10-20 13:10:00+00	2025-11-17	2025-10-24 04:33:00+00	\N
100	a4593e1e-e46b-4781-85ed-c44c44602798	2025-01-02 03:30:00+00	2025-01-30	2025-01-19 04:22:00+00	\N
250	449e5d04-f99a-4110-b93d-e53b6cb7d3d3	2025-07-30 19:18:00+00	2025-08-27	2025-09-16 07:42:00+00	5.00
313	32d4188f-b589-41de-974d-3e4515a1a0de	2024-03-28 00:36:00+00	2024-04-25	2024-04-07 23:53:00+00	\N
152	a164d0a7-9f90-4561-b5b3-dfc2507a7d22	2024-04-20 15:58:00+00	2024-05-18	2024-05-16 23:55:00+00	\N
71	b188fb86-01b9-4d64-84be-d812a383ac0d	2024-08-01 22:43:00+00	2024-08-29	\N	\N
41	af2915c7-a369-4699-9505-7d85aaf38b96	2024-02-17 21:25:00+00	2024-03-16	2024-04-05 00:25:00+00	5.00
94	c37601a2-d04c-4e6f-b2af-35644d0eaf83	2024-02-28 02:02:00+00	2024-03-27	2024-03-25 11:27:00+00	\N
246	567c27ff-8dcf-40a1-89f8-b4808fbb408b	2025-07-12 03:50:00+00	2025-08-09	2025-08-28 11:52:00+00	4.75
178	9d6cbe4c-acfd-408e-ade5-673a8a8ed6cc	2025-12-30 13:12:00+00	2026-01-27	2026-01-29 21:27:00+00	0.50
126	db6e2f30-8289-4402-8457-29b31ab37a65	2024-09-17 21:36:00+00	2024-10-15	2024-10-30 04:59:00+00	3.75
150	9698b4fd-2954-47db-91b9-c318ef3b13aa	2025-10-15 13:31:00+00	2025-11-12	2025-10-25 06:35:00+00	\N
301	08b47ead-24af-4e94-a7f4-c34b89659cf0	2024-02-17 01:52:00+00	2024-03-16	2024-04-05 11:09:00+00	5.00
431	187c9ccd-3798-4c17-b499-756cc6b475df	2025-04-26 13:34:00+00	2025-05-24	2025-05-02 22:52:00+00	\N
270	906e4e95-0230-4037-b7d4-ba8b656a98f9	2025-04-15 21:10:00+00	2025-05-13	2025-04-17 15:03:00+00	\N
12	299311a9-8acf-4327-b331-996e4384dc4c	2025-12-15 20:31:00+00	2026-01-12	\N	\N
254	d4dc56ac-8085-4174-9e4d-03b48f0e3221	2025-01-27 22:29:00+00	2025-02-24	2025-02-01 07:30:00+00	\N
7	1f0eb695-c140-4080-997c-01e3c6010c81	2025-10-07 03:25:00+00	2025-11-04	2025-11-20 01:10:00+00	4.00
279	9ed669bd-7c50-4a94-9d66-60a46902fe7a	2024-06-25 22:57:00+00	2024-07-23	2024-07-02 11:57:00+00	\N
290	a7fd7cb6-fda8-4976-b378-777d80bbbda7	2024-03-07 19:26:00+00	2024-04-04	\N	\N
278	40a3cc2f-0160-4837-88f4-553187aa57e7	2025-10-28 11:41:00+00	2025-11-25	2025-11-19 04:30:00+00	\N
225	e9c8886a-52ae-49f6-b5d1-5e0504f32b3e	2025-09-24 15:58:00+00	2025-10-22	2025-09-29 10:17:00+00	\N
331	6416fdb1-df8c-4c24-925b-7c2cb5a4a703	2025-10-28 07:10:00+00	2025-11-25	2025-11-26 01:48:00+00	0.25
259	c6d03a3c-3a9a-4f8a-9197-7f992d041041	2025-11-30 18:37:00+00	2025-12-28	2025-12-11 01:04:00+00	\N
257	676d80f2-9b12-4d47-b8f5-559753a5af1a	2024-11-17 13:03:00+00	2024-12-15	2024-12-24 02:40:00+00	2.25
309	29cb7e6e-aad2-47d4-a621-d0ff2dd6dd58	2025-08-07 09:34:00+00	2025-09-04	2025-08-07 11:35:00+00	\N
475	d5644721-02e0-4455-8549-2fafef8cd187	2025-04-25 12:52:00+00	2025-05-23	2025-05-14 19:06:00+00	\N
65	59eed4ff-1cc0-4273-9057-fc8839d2130c	2024-06-25 12:08:00+00	2024-07-23	2024-07-12 16:42:00+00	\N
363	88be1138-bcee-4434-a1b9-795af86de6e2	2025-07-19 22:53:00+00	2025-08-16	2025-07-31 23:40:00+00	\N
456	768d5102-673c-479d-9b10-60c5c234eecc	2024-09-06 07:18:00+00	2024-10-04	2024-10-21 03:57:00+00	4.25
53	fdfb4643-5393-482d-9615-3cc27190c020	2024-05-22 18:01:00+00	2024-06-19	2024-06-22 21:02:00+00	0.75
43	29f18eab-0276-4114-bdf4-46d2ad4387c8	2024-12-02 21:35:00+00	2024-12-30	2024-12-31 21:46:00+00	0.25
133	abf947ee-aa86-40ce-a4c9-db23ebf9628c	2025-04-24 00:46:00+00	2025-05-22	2025-05-20 01:36:00+00	\N
127	29a54514-7c4b-4768-97a7-2395fb466004	2025-08-26 15:24:00+00	2025-09-23	2025-09-16 05:02:00+00	\N
321	95876b0c-f9e9-46ce-9de3-14e6c8541424	2025-05-05 18:01:00+00	2025-06-02	2025-06-11 01:15:00+00	2.25
317	d691121b-120f-4710-ab27-3137fdb63780	2025-05-22 08:51:00+00	2025-06-19	2025-07-03 16:51:00+00	3.50
484	facd3b65-2d0a-41ab-8ac5-c09b90e578bb	2024-12-04 08:49:00+00	2025-01-01	\N	\N
470	54e3073f-de83-4f75-b377-22faa0acdbde	2024-05-08 06:55:00+00	2024-06-05	2024-06-07 20:41:00+00	0.50
459	51e8b5b2-acc6-4ba6-a731-2864f2fb6a3e	2024-12-20 21:22:00+00	2025-01-17	2025-01-05 08:40:00+00	\N
323	d0e10242-6824-41d2-8116-955ec375fd2f	2024-07-16 18:52:00+00	2024-08-13	2024-07-23 07:25:00+00	\N
347	997e99e9-23fd-427e-84ed-ad36d47a2171	2025-04-18 15:13:00+00	2025-05-16	2025-04-20 21:49:00+00	\N
119	bbc08fcf-78b4-4a0f-962e-7244c2dd2996	2025-04-01 11:12:00+00	2025-04-29	2025-04-09 09:53:00+00	\N
466	96c6d158-2c98-422e-be46-e5395e505ec3	2025-10-08 22:47:00+00	2025-11-05	2025-11-01 13:32:00+00	\N
227	d9549a3b-3689-4dd8-842e-0bae7030f125	2024-09-24 11:42:00+00	2024-10-22	2024-10-16 16:36:00+00	\N
250	99e7282e-c2cb-493e-a05a-3ed7bb8ec935	2024-01-28 18:39:00+00	2024-02-25	2024-03-06 20:02:00+00	2.50
223	4ec74d9f-78e2-40ea-a6cc-672719734468	2025-08-28 19:34:00+00	2025-09-25	\N	\N
147	2e4df84c-bf14-40c0-8bfd-0bb1b06a9a84	2025-03-22 00:07:00+00	2025-04-19	2025-04-06 17:29:00+00	\N
129	2d1e1f7e-886c-4c55-9607-e9c6895857d6	2024-11-28 12:49:00+00	2024-12-26	2025-01-02 18:08:00+00	1.75
463	991d9c91-c9fd-4fff-ae83-9e5568695b8b	2024-01-28 20:20:00+00	2024-02-25	2024-02-26 15:26:00+00	0.25
20	7843d01d-2ec7-4f3a-bb1b-eed30c643848	2025-08-17 03:49:00+00	2025-09-14	2025-08-19 20:26:00+00	\N
23	01732d7d-03e8-4391-abf5-c01e5329ee92	2025-06-07 23:24:00+00	2025-07-05	2025-07-19 19:02:00+00	3.50
58	d509c89d-dbc6-4c14-ad02-be6cd881e20c	2025-07-15 23:50:00+00	2025-08-12	2025-08-15 04:27:00+00	0.75
320	5b6929c4-4c6c-45e8-ba9c-e6cf342a1e43	2024-12-13 20:03:00+00	2025-01-10	2024-12-18 20:24:00+00	\N
197	c6425239-5e7b-4d30-af5c-f8b6b067461e	2025-10-15 13:33:00+00	2025-11-12	2025-10-26 18:50:00+00	\N
193	c9b7e40c-d8f9-4edd-8398-2b0c29318fae	2024-09-24 01:54:00+00	2024-10-22	2024-10-09 04:24:00+00	\N
187	43cefde6-eccf-4d7f-b86f-0a7da8bf9cd4	2025-09-22 01:52:00+00	2025-10-20	\N	\N
363	b90698a3-e895-408e-8efe-aefbdcfac319	2024-04-11 04:34:00+00	2024-05-09	2024-04-19 07:21:00+00	\N
484	2a3e75af-ef3d-41dc-b84a-310dd767fdb2	2024-01-17 12:53:00+00	2024-02-14	2024-02-17 05:28:00+00	0.75
241	426e7c10-9332-4cad-b9a0-aa790907e071	2025-06-25 00:47:00+00	2025-07-23	2025-07-27 03:16:00+00	1.00
152	5f251609-58a5-473f-bf7e-af1b441914e4	2024-01-08 12:20:00+00	2024-02-05	2024-01-20 18:52:00+00	\N
8	3842c572-e4a7-4b29-9297-7d5414818e4a	2025-11-11 09:23:00+00	2025-12-09	2025-12-16 15:36:00+00	1.75
474	b9378710-c7b2-436f-8b38-f0eda0e9ce1a	2024-07-09 18:54:00+00	2024-08-06	2024-08-28 07:11:00+00	5.50
442	ebbfa487-ffce-402c-a0c4-72bdcc057342	2024-12-01 21:46:00+00	2024-12-29	2025-01-03 20:23:00+00	1.25
333	77a3e9fc-6d01-4b36-b2a2-d11746d81408	2024-10-28 11:59:00+00	2024-11-25	2024-11-06 00:21:00+00	\N
338	46d1d46b-def7-4d1a-86aa-5c12f8852ff7	2025-07-24 02:25:00+00	2025-08-21	2025-08-24 12:56:00+00	0.75
302	735c725d-3cc0-4b63-a767-ca119996fcbb	2025-06-04 22:07:00+00	2025-07-02	2025-07-09 02:31:00+00	1.75
202	676d80f2-9b12-4d47-b8f5-559753a5af1a	2025-09-04 06:44:00+00	2025-10-02	2025-10-12 05:23:00+00	2.50
250	7c6d8f0b-9acf-4549-8ffd-7d027973db50	2024-02-07 17:28:00+00	2024-03-06	2024-03-06 12:10:00+00	\N
195	6cb2dd93-8fda-4131-a30c-87c0e04567d4	2025-02-19 09:59:00+00	2025-03-19	2025-03-22 11:32:00+00	0.75
309	48ccbe13-0401-4baa-8613-fc3a3900a9fb	2024-02-16 15:22:00+00	2024-03-15	2024-03-04 00:07:00+00	\N
126	a87ded3d-f4cb-4a5d-80cb-098e4aa88050	2025-12-22 17:47:00+00	2026-01-19	2025-12-26 11:19:00+00	\N
308	a2958a4f-8a39-4d67-85bf-bf3ba8bf0136	2024-09-21 00:25:00+00	2024-10-19	2024-10-01 20:55:00+00	\N
406	f013972e-7a11-42d0-a79b-b0c182051eee	2025-02-23 07:59:00+00	2025-03-23	2025-02-24 00:46:00+00	\N
358	6416fdb1-df8c-4c24-925b-7c2cb5a4a703	2025-08-03 09:21:00+00	2025-08-31	2025-09-02 05:03:00+00	0.50
103	1281c6d1-a444-4f93-b2c1-f13b6b28094d	2025-06-19 14:07:00+00	2025-07-17	\N	\N
339	2b511193-7fcc-4c0f-b570-749a10cc40a1	2025-10-09 20:07:00+00	2025-11-06	2025-11-03 09:13:00+00	\N
265	19e118d0-ab29-4c99-941b-b70ef5eabacc	2025-10-23 03:52:00+00	2025-11-20	\N	\N
95	1281c6d1-a444-4f93-b2c1-f13b6b28094d	2025-10-05 11:28:00+00	2025-11-02	2025-10-13 04:54:00+00	\N
25	35d7bddc-6d36-4a6a-b9a7-08df43cc842c	2025-03-29 21:07:00+00	2025-04-26	2025-04-25 20:21:00+00	\N
12	f1024c9b-2996-4a36-87d9-50af0a6177bd	2025-05-04 05:20:00+00	2025-06-01	2025-05-14 05:25:00+00	\N
450	d09bb77a-55a2-4800-a0ae-24e077a9eda5	2025-11-01 12:13:00+00	2025-11-29	2025-11-24 06:25:00+00	\N
186	1c1cfef3-a205-428a-85c6-e76a1ae354be	2025-02-16 21:15:00+00	2025-03-16	2025-03-31 13:56:00+00	3.75
47	6bcd1115-32ff-49a0-9ff5-563f34dda4a5	2025-01-12 14:49:00+00	2025-02-09	2025-01-24 09:58:00+00	\N
299	768d5102-673c-479d-9b10-60c5c234eecc	2025-09-23 16:55:00+00	2025-10-21	2025-10-20 08:57:00+00	\N
207	9bdc85bb-7a17-4949-a2d6-538fb43e149a	2025-02-25 02:59:00+00	2025-03-25	2025-04-10 16:10:00+00	4.00
384	db73c8ab-bf48-4e55-b38c-35c0aa4c78d4	2024-03-13 15:02:00+00	2024-04-10	2024-03-16 22:10:00+00	\N
146	5e9c3b9b-4e71-45d0-ab5a-4e34c0de8297	2025-04-02 08:12:00+00	2025-04-30	2025-04-09 10:16:00+00	\N
158	97e05cb4-dd9a-4faa-95bf-3c9d153ef095	2025-06-13 17:52:00+00	2025-07-11	2025-07-17 21:54:00+00	1.50
92	74f156b2-4e5f-41f8-82a9-5f2f884bb98e	2024-07-31 07:37:00+00	2024-08-28	2024-09-01 12:11:00+00	1.00
4	ee55cd05-1e86-48e9-b875-1fefc19a7684	2025-05-28 06:41:00+00	2025-06-25	2025-07-05 19:08:00+00	2.50
438	fe826f0e-dbc9-4cad-a4cb-1601207a54f0	2025-09-30 11:31:00+00	2025-10-28	\N	\N
254	272297fd-55c2-438f-81e6-dd996bf26e09	2025-08-26 00:11:00+00	2025-09-23	2025-09-01 19:46:00+00	\N
47	10b840fb-d4a5-409a-815b-065e45a06376	2025-06-20 18:42:00+00	2025-07-18	2025-06-24 07:06:00+00	\N
384	c6d03a3c-3a9a-4f8a-9197-7f992d041041	2025-11-01 10:11:00+00	2025-11-29	2025-11-06 05:19:00+00	\N
307	90e36d25-7a5a-4b81-8256-0eccdcf69184	2024-11-30 23:31:00+00	2024-12-28	2024-12-15 00:38:00+00	\N
1	da489b7d-22d2-453d-8881-5bc7f5d68d60	2025-07-14 21:30:00+00	2025-08-11	2025-08-05 14:30:00+00	\N
173	96c6d158-2c98-422e-be46-e5395e505ec3	2024-09-17 16:56:00+00	2024-10-15	\N	\N
363	9404e673-ec5f-4eab-9e51-b8f376e8556c	2024-10-25 17:14:00+00	2024-11-22	2024-10-25 19:20:00+00	\N
41	5f3e3782-3f0f-4825-8a5c-0dbbeea2fef9	2025-01-07 08:06:00+00	2025-02-04	2025-02-18 02:24:00+00	3.50
288	9bdc85bb-7a17-4949-a2d6-538fb43e149a	2024-03-12 12:01:00+00	2024-04-09	2024-04-23 09:53:00+00	3.50
77	10b840fb-d4a5-409a-815b-065e45a06376	2025-12-06 02:22:00+00	2026-01-03	2025-12-26 19:21:00+00	\N
290	b3376948-4c26-44d8-83d6-598ac5158c88	2025-07-23 05:23:00+00	2025-08-20	2025-08-25 17:12:00+00	1.25
35	32d4188f-b589-41de-974d-3e4515a1a0de	2024-08-31 07:04:00+00	2024-09-28	2024-10-16 17:38:00+00	4.50
303	c7aa2389-d625-42e1-b709-2766067359e2	2024-03-08 01:26:00+00	2024-04-05	2024-04-19 06:17:00+00	3.50
32	6ab728cf-83eb-493a-b92d-3c648cded98c	2025-11-17 20:22:00+00	2025-12-15	\N	\N
226	0316daa4-f506-4ac0-ba93-20aa62750749	2025-02-01 08:57:00+00	2025-03-01	2025-03-02 08:44:00+00	0.25
160	f4c91729-fa3f-4882-9123-410ae57eb8ff	2025-09-11 04:35:00+00	2025-10-09	2025-09-16 19:18:00+00	\N
276	a2f61932-e4a0-412f-b824-532b1cc06a54	2025-08-20 18:36:00+00	2025-09-17	2025-09-24 23:25:00+00	1.75
444	5b6929c4-4c6c-45e8-ba9c-e6cf342a1e43	2025-08-05 06:45:00+00	2025-09-02	2025-09-17 09:06:00+00	3.75
248	0249b01a-2500-4240-b5f5-2e308d08e2bf	2024-06-24 02:35:00+00	2024-07-22	2024-07-15 08:26:00+00	\N
499	8518fb7c-ebf4-4e0b-9a50-894d3feaadfc	2024-02-28 00:36:00+00	2024-03-27	2024-03-27 09:54:00+00	\N
379	e4e6895c-e343-4554-a327-3c6b496ca2d6	2024-12-13 07:49:00+00	2025-01-10	2025-01-20 11:30:00+00	2.50
280	19e726de-5df8-4cde-b3e4-bec70767d812	2024-12-21 23:48:00+00	2025-01-18	\N	\N
438	8788f979-7c72-4876-bf0d-87c8e7701f28	2025-02-24 22:23:00+00	2025-03-24	2025-03-26 04:13:00+00	0.50
315	970f3b8b-5b5d-4fa3-b9db-2e9737581b95	2025-10-15 19:11:00+00	2025-11-12	2025-10-16 06:08:00+00	\N
210	8b07154a-e40e-4c7d-bc5f-66e48ffa5db7	2024-10-30 20:23:00+00	2024-11-27	2024-10-31 16:02:00+00	\N
458	bc94d59d-24f8-4860-92d3-cb2be401d786	2025-10-03 03:14:00+00	2025-10-31	\N	\N
455	700ee8fe-f04d-4767-9595-2bb4eb78290d	2024-11-22 23:17:00+00	2024-12-20	2024-12-14 01:43:00+00	\N
41	af45946f-0f6c-4984-bf1f-67ee8b7e7e71	2024-08-17 02:48:00+00	2024-09-14	2024-10-02 02:50:00+00	4.50
423	dc7daf5d-230a-4ac2-8ef7-cd7d184f5d4e	2025-03-29 10:05:00+00	2025-04-26	2025-04-22 16:15:00+00	\N
450	f30f722c-b54f-4577-8238-164ccefc2297	2025-09-23 07:15:00+00	2025-10-21	2025-11-05 17:54:00+00	3.75
22	a4510f96-1f83-4e70-a295-653a656a26ee	2024-12-31 01:38:00+00	2025-01-28	2025-01-26 11:57:00+00	\N
291	a09e3d8c-4ee3-4f74-95e3-0fbbe0fe9eda	2024-03-10 03:20:00+00	2024-04-07	2024-04-16 07:43:00+00	2.25
117	3e8ce4c9-bd47-4a8b-b43e-641ceb43857e	2025-08-02 09:31:00+00	2025-08-30	2025-08-03 18:02:00+00	\N
374	08329a87-43b2-466a-8ff7-d37695bece07	2025-09-16 06:21:00+00	2025-10-14	2025-10-22 21:44:00+00	2.00
310	fe3aa1c4-8cbe-4acc-9b9d-1f6ff249ffda	2025-11-05 19:52:00+00	2025-12-03	2025-12-19 01:55:00+00	4.00
332	658cc0b9-0f7d-45ff-9e5a-bd3de410052a	2025-01-24 14:27:00+00	2025-02-21	2025-03-13 07:36:00+00	5.00
243	6c0e583c-2503-4402-a019-b2722a71eec4	2024-12-22 18:12:00+00	2025-01-19	2025-02-04 10:16:00+00	4.00
374	d57e58c5-1f46-40ca-8002-502504a6a266	2024-09-03 18:31:00+00	2024-10-01	2024-09-16 06:37:00+00	\N
361	4d6423b8-de13-4cf5-b103-430cd2cd9559	2025-03-12 22:09:00+00	2025-04-09	2025-04-09 13:08:00+00	\N
382	339fc004-ec82-4274-a32f-23c6d2cee0d8	2025-06-30 00:02:00+00	2025-07-28	\N	\N
276	49298c2c-e751-4ed3-af12-c4cfb1e193c1	2025-06-13 03:00:00+00	2025-07-11	2025-07-21 21:07:00+00	2.50
440	7a9223f8-61fc-442a-abe7-84d567e4107e	2024-07-23 08:53:00+00	2024-08-20	\N	\N
168	e91cc611-bafe-45d5-ae8e-3806d5a04374	2025-12-06 19:27:00+00	2026-01-03	2025-12-29 18:19:00+00	\N
374	6290b80d-9f04-4575-a572-392d6082ca40	2025-02-18 12:19:00+00	2025-03-18	2025-02-23 07:42:00+00	\N
219	3877b682-7505-48f7-aa5c-70007fcf3b07	2024-11-01 05:24:00+00	2024-11-29	2024-12-12 12:13:00+00	3.25
450	5532995c-c7d5-4c6e-af84-3a702923409e	2024-06-13 09:14:00+00	2024-07-11	2024-07-31 20:53:00+00	5.00
238	11eabd56-9ea1-4dfe-835c-7d6f3b1bc2bb	2025-03-09 17:40:00+00	2025-04-06	2025-03-11 11:29:00+00	\N
279	2e8b6ac1-02f7-49fc-85da-0f09c2d9f42e	2024-09-10 21:50:00+00	2024-10-08	2024-09-27 02:09:00+00	\N
466	62b1d8df-2821-403f-9d85-c62f61e175a3	2025-01-13 02:14:00+00	2025-02-10	2025-02-05 20:06:00+00	\N
269	7a931f3e-8f3a-410d-8389-d5c7c1fb4db7	2024-10-03 14:39:00+00	2024-10-31	2024-10-30 07:56:00+00	\N
288	1c2b65ea-a814-4229-91a4-546ba533de0b	2024-01-15 13:30:00+00	2024-02-12	2024-02-22 17:34:00+00	2.50
4	c7e3d523-41f0-415b-a27b-ad2dc0a68fd5	2025-04-15 18:21:00+00	2025-05-13	2025-04-25 19:26:00+00	\N
68	1f3a8544-857a-421d-87b5-325056ce8c76	2025-09-13 21:28:00+00	2025-10-11	2025-09-25 12:45:00+00	\N
71	8da0a146-5c56-4adc-94a5-16074586fd29	2025-06-19 10:41:00+00	2025-07-17	2025-07-24 08:29:00+00	1.75
244	dbbf4dc0-0a61-4036-8cc0-a36c61e0502c	2024-07-14 19:31:00+00	2024-08-11	2024-07-27 00:26:00+00	\N
215	ab265b97-adb8-4fc4-8880-8edc252365e4	2024-06-07 22:47:00+00	2024-07-05	2024-06-12 08:31:00+00	\N
221	57836eee-58d7-46bb-a95d-7c9d094f1229	2025-04-06 16:59:00+00	2025-05-04	2025-04-15 22:33:00+00	\N
88	79446751-61a8-488d-bc73-6c06bdd7046c	2025-04-15 20:58:00+00	2025-05-13	2025-05-03 21:40:00+00	\N
282	e8bf6cc4-fcb2-429f-9642-c5f34b5f14fc	2025-09-14 13:14:00+00	2025-10-12	2025-10-19 10:54:00+00	1.75
1	548bc492-089d-443c-9f19-55b22a0c331c	2024-10-03 01:11:00+00	2024-10-31	2024-11-05 01:25:00+00	1.25
179	79446751-61a8-488d-bc73-6c06bdd7046c	2025-04-29 14:15:00+00	2025-05-27	2025-06-12 21:24:00+00	4.00
396	ab78ea97-1dc3-47b2-8039-7ed63b4d2c68	2025-03-18 16:35:00+00	2025-04-15	2025-04-22 06:21:00+00	1.75
413	96c6f49b-98e1-4d7b-9081-14ccfbb96b0c	2025-06-14 16:19:00+00	2025-07-12	2025-07-29 07:53:00+00	4.25
301	fb4e2e65-8a51-4ce1-8a2a-c515c23291f8	2024-09-22 14:57:00+00	2024-10-20	2024-11-05 03:40:00+00	4.00
16	a2adedec-5d35-4a47-98d7-a5d94ad26ca0	2025-07-02 17:03:00+00	2025-07-30	2025-07-07 17:52:00+00	\N
192	4421178a-62dd-48ce-b9b5-4da9346720cd	2025-09-09 20:12:00+00	2025-10-07	2025-09-14 19:27:00+00	\N
342	a807514e-79c4-456f-b970-a2e512e349b1	2024-05-23 21:33:00+00	2024-06-20	2024-05-28 14:53:00+00	\N
378	d9afeb44-9bf8-473c-9e69-85281998a15e	2025-04-09 13:10:00+00	2025-05-07	2025-04-20 01:33:00+00	\N
11	83a798b0-7986-457b-9905-42eb54733966	2024-10-09 06:29:00+00	2024-11-06	2024-11-15 01:07:00+00	2.25
202	65b6ba27-1de7-4fb4-964b-1364b95c9e09	2024-04-09 12:31:00+00	2024-05-07	2024-04-11 03:14:00+00	\N
410	215419fe-bb7e-4f6e-ac95-74ee3a74de56	2024-02-07 17:48:00+00	2024-03-06	2024-02-08 03:03:00+00	\N
286	91bdf4fd-9d04-42c8-9868-0b08bb6e2df8	2024-11-11 22:47:00+00	2024-12-09	2024-11-19 00:33:00+00	\N
205	44d551d0-ded4-46be-9cf3-bda5f04b896d	2024-09-11 09:07:00+00	2024-10-09	2024-09-27 06:46:00+00	\N
17	64de5f0f-c8ee-4694-8b59-6b020e4b50b5	2024-12-22 08:57:00+00	2025-01-19	2025-01-10 15:09:00+00	\N
245	2a9ecccd-df06-4699-81c1-d9a36cdee8d5	2025-02-17 07:01:00+00	2025-03-17	2025-03-22 22:27:00+00	1.25
256	c9a2723b-82cc-4e59-bb1d-cf92db70ef36	2024-08-27 10:06:00+00	2024-09-24	\N	\N
81	0bb672aa-3cc7-4de3-a929-d709c79b4858	2024-07-09 14:19:00+00	2024-08-06	2024-08-25 05:04:00+00	4.75
317	48e58982-ecd4-42fd-a96e-2c51b149684d	2025-12-25 14:36:00+00	2026-01-22	2026-01-06 00:51:00+00	\N
219	038644b3-862d-4c9a-bd6c-929f86ffadcc	2024-08-09 00:55:00+00	2024-09-06	2024-09-13 03:21:00+00	1.75
308	56c0e181-ed1a-4b7a-84bd-75d35fcb97ee	2025-09-01 22:53:00+00	2025-09-29	2025-10-04 13:25:00+00	1.25
429	99a3c13a-6fa5-446a-940f-11b5fd5dc0ba	2025-04-29 05:53:00+00	2025-05-27	2025-05-14 11:24:00+00	\N
464	d6f413f1-9b04-4d4a-8b8d-a68c88fac951	2024-11-04 08:20:00+00	2024-12-02	2024-12-07 03:55:00+00	1.25
455	0859bc00-3f3a-4a86-b1ad-e79db00a79d8	2025-02-19 08:59:00+00	2025-03-19	2025-03-24 04:29:00+00	1.25
92	d5d40e97-12f8-4256-acb4-b9133825bf94	2024-05-19 16:50:00+00	2024-06-16	2024-06-27 23:31:00+00	2.75
439	a5b93e17-fccf-4b00-8b5a-302ce4a50585	2025-11-25 22:38:00+00	2025-12-23	\N	\N
353	26bbd1f1-c952-4b9d-a12d-4ed9fe8dea90	2025-08-21 13:12:00+00	2025-09-18	2025-09-05 19:25:00+00	\N
425	b6e4631e-ee1c-4057-9783-b4713571b34e	2024-09-14 10:01:00+00	2024-10-12	2024-10-08 12:41:00+00	\N
266	f3f4cfeb-4494-43ba-ad29-85329f1674da	2024-05-27 06:12:00+00	2024-06-24	2024-07-14 11:58:00+00	5.00
332	4685e280-2897-4790-96c0-1748a061e55b	2024-11-08 08:00:00+00	2024-12-06	2024-12-12 13:00:00+00	1.50
157	8e0d0095-c8e9-494a-9371-bcbb0a3de2d8	2024-09-23 20:21:00+00	2024-10-21	2024-10-26 05:25:00+00	1.25
361	11daa6fc-9fbb-4912-b370-3880107511ad	2024-07-27 05:56:00+00	2024-08-24	2024-08-18 00:54:00+00	\N
85	ffd4dfa4-2995-4e2d-a60f-d149d5a946ee	2024-05-19 21:33:00+00	2024-06-16	2024-06-27 08:03:00+00	2.75
29	dee593ee-ac57-4a04-8db6-1e79fb474d1e	2024-04-19 07:16:00+00	2024-05-17	2024-05-18 06:08:00+00	0.25
467	80d3f58f-9fde-4088-8f4b-73230030430c	2025-01-29 14:41:00+00	2025-02-26	2025-02-16 17:42:00+00	\N
351	a164d0a7-9f90-4561-b5b3-dfc2507a7d22	2025-06-03 12:01:00+00	2025-07-01	2025-06-12 10:52:00+00	\N
110	9d4407df-d50b-4fbe-8275-181e42b4f588	2025-02-23 14:09:00+00	2025-03-23	\N	\N
298	dcafcdff-9045-4a71-9b48-11c4a531796b	2024-06-12 06:52:00+00	2024-07-10	2024-06-26 06:55:00+00	\N
63	0316daa4-f506-4ac0-ba93-20aa62750749	2024-10-26 23:41:00+00	2024-11-23	2024-11-20 12:55:00+00	\N
361	8821ae04-f500-4810-b74a-503c02bef7dc	2025-05-26 10:52:00+00	2025-06-23	2025-05-28 21:58:00+00	\N
31	4a44ac2d-7628-4c5d-89d0-274d7c74c3f4	2024-11-20 15:32:00+00	2024-12-18	2024-12-24 04:36:00+00	1.50
105	a2736719-025e-47b6-9047-76d9a3c4bac2	2025-02-12 10:27:00+00	2025-03-12	2025-03-29 05:04:00+00	4.25
323	93e36b6d-d012-495d-927a-14ab3da3b1b7	2025-12-13 21:36:00+00	2026-01-10	2026-01-16 11:28:00+00	1.50
44	48e58982-ecd4-42fd-a96e-2c51b149684d	2025-11-15 15:53:00+00	2025-12-13	2025-12-24 18:19:00+00	2.75
478	7adb33c1-27b7-4b08-a018-88681b3ca4d4	2025-07-31 15:33:00+00	2025-08-28	\N	\N
130	0025ef81-50c5-4544-b968-3dbd010db701	2025-10-31 16:33:00+00	2025-11-28	2025-12-10 17:08:00+00	3.00
299	af45946f-0f6c-4984-bf1f-67ee8b7e7e71	2025-06-16 04:34:00+00	2025-07-14	2025-07-12 04:58:00+00	\N
346	8569d25b-ec86-44d6-9311-d9910ed09a0d	2025-06-26 12:23:00+00	2025-07-24	2025-07-11 09:33:00+00	\N
164	20b8f4bb-6736-4bc4-b0fa-9cfa358c6f59	2025-04-13 02:58:00+00	2025-05-11	2025-05-26 23:28:00+00	3.75
185	c96b17f7-6219-4416-8de3-22949d2dec97	2024-02-09 17:09:00+00	2024-03-08	2024-03-11 04:58:00+00	0.75
476	bda2a93e-39ef-4201-ba15-d563b019919d	2025-06-04 03:23:00+00	2025-07-02	2025-06-24 04:13:00+00	\N
164	29404213-a6f1-4456-9504-855f4c4b78e2	2025-09-18 10:10:00+00	2025-10-16	2025-10-10 03:15:00+00	\N
460	475d5b07-e93a-4bd3-9d28-03385a305bcb	2024-10-22 19:22:00+00	2024-11-19	2024-11-11 22:21:00+00	\N
2	327f7673-57c2-4df3-b417-9737ca2e740e	2024-10-12 19:01:00+00	2024-11-09	2024-11-09 13:23:00+00	\N
33	eeedd4ec-5dd2-47b2-951f-f85b7e9fe61a	2024-09-17 08:46:00+00	2024-10-15	\N	\N
259	44620af4-502a-4668-b31c-01faeb82452d	2024-11-24 23:11:00+00	2024-12-22	2025-01-13 14:00:00+00	5.50
196	53851571-ff58-418a-965d-4e8b5ea073ed	2025-09-12 06:54:00+00	2025-10-10	2025-09-26 15:54:00+00	\N
80	7604b041-e818-4d74-9571-4557a9ed5706	2025-01-10 11:23:00+00	2025-02-07	2025-02-14 20:11:00+00	1.75
341	e80bd2a9-26f9-478a-a6e1-50922c42a873	2025-01-21 04:21:00+00	2025-02-18	2025-02-12 06:21:00+00	\N
257	243967dd-7437-45c6-af91-88b3c1ba4969	2024-03-11 15:11:00+00	2024-04-08	2024-03-18 21:41:00+00	\N
424	d476c72c-c94b-482b-90e6-04f297e1437f	2024-11-02 23:19:00+00	2024-11-30	2024-11-14 00:09:00+00	\N
341	0a750bb4-68e5-4774-8f6b-5ce93346590a	2025-01-15 12:42:00+00	2025-02-12	2025-02-28 16:12:00+00	4.00
114	6bcd1115-32ff-49a0-9ff5-563f34dda4a5	2024-11-21 00:17:00+00	2024-12-19	2024-12-19 04:35:00+00	\N
495	8824f1ae-e7c9-4355-b7f0-a1a726464cb5	2025-08-26 08:07:00+00	2025-09-23	\N	\N
290	39a5b7b8-bd36-456e-8fff-f0787723d237	2025-06-04 11:10:00+00	2025-07-02	2025-06-16 17:06:00+00	\N
36	00b8d3a3-5737-4be2-8faf-c45070e577e4	2025-02-05 01:43:00+00	2025-03-05	2025-03-23 22:08:00+00	4.50
470	dc44ee75-08fb-45b0-a7d6-4b04ca9abb2d	2024-04-19 01:51:00+00	2024-05-17	2024-05-25 01:01:00+00	2.00
178	8a11c465-4052-480a-bdd7-e14f42e4a34f	2025-09-11 23:47:00+00	2025-10-09	2025-10-01 12:38:00+00	\N
140	a000c49d-c5a5-4196-a82f-656d02fdddd2	2024-12-27 08:43:00+00	2025-01-24	2025-02-10 19:21:00+00	4.25
360	208a9866-1122-49de-a847-a5aa5ca77e7c	2025-11-06 14:18:00+00	2025-12-04	2025-12-04 19:19:00+00	\N
371	eb1a9d86-0fd3-482b-b5b8-2e0a5a54212e	2024-03-26 19:11:00+00	2024-04-23	2024-04-06 13:06:00+00	\N
133	ba8a8bfe-a7e8-46f3-9031-f144cef8d99a	2024-08-14 00:11:00+00	2024-09-11	2024-09-04 19:11:00+00	\N
307	32d4188f-b589-41de-974d-3e4515a1a0de	2024-01-25 00:55:00+00	2024-02-22	2024-02-19 00:57:00+00	\N
285	c0e5b363-7280-43b9-b596-d003f2d923e3	2024-11-04 06:29:00+00	2024-12-02	2024-12-14 21:03:00+00	3.00
435	904b9ba1-6899-4417-8cd7-bfbb7305ead5	2024-10-05 06:55:00+00	2024-11-02	2024-11-15 17:01:00+00	3.25
5	35f4ab61-613f-4419-8249-95a244556422	2024-04-02 02:11:00+00	2024-04-30	2024-05-07 13:59:00+00	1.75
60	4f7cd5d2-cd1a-43a0-9a93-b3fcd7b85474	2024-07-18 12:31:00+00	2024-08-15	2024-08-30 23:50:00+00	3.75
15	25484130-c899-4f67-8fd4-4881dd84cf01	2025-11-29 10:21:00+00	2025-12-27	2025-12-16 19:24:00+00	\N
456	492c8387-7482-4a4b-9dcc-7d4b3bd56e40	2025-11-18 10:15:00+00	2025-12-16	2025-11-18 14:15:00+00	\N
147	a09e3d8c-4ee3-4f74-95e3-0fbbe0fe9eda	2025-10-11 00:52:00+00	2025-11-08	2025-10-18 05:27:00+00	\N
440	dd6a5fc3-84ea-42b1-9ad3-dd30d8ab8258	2024-04-20 20:09:00+00	2024-05-18	2024-05-27 06:46:00+00	2.25
170	0c7874cb-9a4c-4a0e-82d7-ed92b0b2b49c	2025-09-28 23:27:00+00	2025-10-26	2025-10-31 07:13:00+00	1.25
350	ab2af528-9143-438c-b5d3-4c706a4d5d68	2025-10-20 00:50:00+00	2025-11-17	2025-11-25 08:29:00+00	2.00
404	a2c04c67-aac1-40fc-bf26-9150255a6fa9	2025-10-10 06:49:00+00	2025-11-07	2025-11-06 05:25:00+00	\N
491	51e8b5b2-acc6-4ba6-a731-2864f2fb6a3e	2025-07-06 06:59:00+00	2025-08-03	2025-07-13 12:49:00+00	\N
259	05c81c7d-9bb4-4c25-89de-57b470672e40	2025-02-10 23:26:00+00	2025-03-10	2025-03-18 02:43:00+00	2.00
182	31821a1b-e10b-48ec-bf6b-d41257a19090	2024-10-03 20:51:00+00	2024-10-31	2024-10-21 21:11:00+00	\N
283	93e36b6d-d012-495d-927a-14ab3da3b1b7	2024-11-21 18:01:00+00	2024-12-19	2024-12-19 18:24:00+00	\N
449	198c6b16-5815-4bdc-9c57-075c924d8c90	2024-05-16 16:57:00+00	2024-06-13	2024-05-17 12:41:00+00	\N
115	b78e046c-3c15-4511-a838-e4e7370251bd	2024-07-21 12:07:00+00	2024-08-18	2024-08-08 23:51:00+00	\N
393	ba8a8bfe-a7e8-46f3-9031-f144cef8d99a	2025-02-22 02:51:00+00	2025-03-22	2025-03-07 05:20:00+00	\N
413	6e447864-5efe-4caf-8e1e-81c83ffa66e2	2024-04-17 16:04:00+00	2024-05-15	2024-05-04 23:12:00+00	\N
105	cf67ab4f-5847-433e-878a-6d96aa6f9c72	2025-12-19 14:20:00+00	2026-01-16	2025-12-19 21:24:00+00	\N
356	0f01f9d5-97e8-4179-bf50-239ae3b60641	2025-01-15 21:18:00+00	2025-02-12	2025-02-05 16:25:00+00	\N
111	1589d379-e9fa-4817-87ae-de65b866467a	2025-02-05 18:06:00+00	2025-03-05	2025-02-14 05:16:00+00	\N
44	8d9e0b4b-c826-493f-a90c-e6ae18f36399	2024-07-15 23:59:00+00	2024-08-12	2024-07-21 02:13:00+00	\N
225	a807514e-79c4-456f-b970-a2e512e349b1	2025-02-17 19:16:00+00	2025-03-17	2025-02-28 23:40:00+00	\N
118	08b47ead-24af-4e94-a7f4-c34b89659cf0	2024-01-03 10:47:00+00	2024-01-31	2024-01-06 09:25:00+00	\N
234	cb855e1e-d2c3-44d5-992e-e60ee10fb4a4	2024-07-26 01:39:00+00	2024-08-23	2024-08-10 20:31:00+00	\N
230	066e814e-aa9b-4ddf-9a9b-6151353637b0	2025-09-15 19:11:00+00	2025-10-13	2025-11-01 21:55:00+00	4.75
144	9f0f67dc-fb65-4ef8-bc5a-10a47fe517fc	2025-02-01 17:13:00+00	2025-03-01	2025-02-07 06:43:00+00	\N
383	72c89523-7288-4759-91c9-a507f9524e5c	2025-06-09 22:16:00+00	2025-07-07	2025-07-11 13:13:00+00	1.00
349	db9566c4-2736-42c4-a99a-53a94f32d34f	2025-02-13 03:32:00+00	2025-03-13	2025-03-30 09:24:00+00	4.25
219	dad8fc61-bcdc-45aa-b05c-793aa99d9c01	2024-06-07 08:47:00+00	2024-07-05	\N	\N
143	bda2a93e-39ef-4201-ba15-d563b019919d	2025-01-11 09:47:00+00	2025-02-08	2025-02-10 11:36:00+00	0.50
269	93e36b6d-d012-495d-927a-14ab3da3b1b7	2024-10-22 08:25:00+00	2024-11-19	2024-11-20 00:41:00+00	0.25
41	4fc12d64-98b6-4e55-8cfd-1384f564f400	2025-10-03 06:18:00+00	2025-10-31	2025-11-16 05:14:00+00	4.00
268	2c5f36c6-cba2-4ad7-b8ef-875f9d11fd0e	2024-04-28 00:16:00+00	2024-05-26	2024-06-06 06:46:00+00	2.75
344	3a178c0c-fd1d-4797-885a-d381cead62d8	2025-08-21 02:05:00+00	2025-09-18	2025-08-24 13:38:00+00	\N
405	7e336738-1c52-4847-9294-2d30c1c90594	2024-07-14 22:05:00+00	2024-08-11	2024-07-18 23:53:00+00	\N
226	c6d03a3c-3a9a-4f8a-9197-7f992d041041	2025-02-17 02:24:00+00	2025-03-17	2025-03-18 06:27:00+00	0.25
305	bd2a9ec4-efaf-481d-9bd4-7d2e110f507b	2025-03-01 09:52:00+00	2025-03-29	2025-04-12 23:24:00+00	3.50
210	c06a15e4-fb7c-4c93-8a52-e0ab1cc1d3c4	2024-01-08 09:02:00+00	2024-02-05	2024-02-13 17:21:00+00	2.00
199	c5b612d9-84f6-4ca8-ba1e-19e6bf5879b3	2024-04-14 02:15:00+00	2024-05-12	\N	\N
344	f507e2a4-e766-4441-9a7d-85e8d6355b6d	2024-08-02 10:44:00+00	2024-08-30	2024-09-20 00:41:00+00	5.25
131	c80f9781-76fa-47ba-a152-18b99ffb9775	2025-03-09 07:51:00+00	2025-04-06	2025-03-20 18:55:00+00	\N
347	1c489ccb-c459-41b0-ad98-dd4520bb94e1	2024-10-29 22:34:00+00	2024-11-26	2024-11-23 15:10:00+00	\N
194	492c8387-7482-4a4b-9dcc-7d4b3bd56e40	2025-12-18 15:03:00+00	2026-01-15	2026-01-19 04:58:00+00	1.00
410	a4ede321-2dc9-4863-8ff3-8aa6d0145a52	2025-06-21 01:02:00+00	2025-07-19	2025-07-25 03:49:00+00	1.50
498	93307d12-338c-4653-8506-e13a9727fb31	2024-06-27 04:15:00+00	2024-07-25	2024-07-16 03:02:00+00	\N
366	2a9ecccd-df06-4699-81c1-d9a36cdee8d5	2024-11-28 08:22:00+00	2024-12-26	2024-12-08 20:10:00+00	\N
399	25484130-c899-4f67-8fd4-4881dd84cf01	2024-07-12 03:45:00+00	2024-08-09	2024-08-25 10:33:00+00	4.00
48	43980bdb-4c48-4a52-bba6-467821c6274f	2024-12-27 05:47:00+00	2025-01-24	2025-01-21 17:00:00+00	\N
236	11daa6fc-9fbb-4912-b370-3880107511ad	2025-07-30 16:12:00+00	2025-08-27	2025-08-26 13:22:00+00	\N
2	9bdc85bb-7a17-4949-a2d6-538fb43e149a	2024-10-11 20:49:00+00	2024-11-08	2024-11-21 14:55:00+00	3.25
391	f5f5b6d7-4061-4cad-a87c-8d271d6ab885	2024-03-21 12:51:00+00	2024-04-18	2024-04-17 05:21:00+00	\N
115	8660a658-1219-4bdf-a322-b033c996bd06	2025-08-06 23:35:00+00	2025-09-03	2025-08-22 11:26:00+00	\N
392	f2b2ddc1-aa46-4e1d-994f-072df7e99b07	2025-10-07 13:25:00+00	2025-11-04	2025-11-13 01:53:00+00	2.25
495	ab2af528-9143-438c-b5d3-4c706a4d5d68	2025-10-15 06:16:00+00	2025-11-12	2025-11-03 15:25:00+00	\N
63	75df8b29-77c4-451c-b6c6-26ff61823783	2024-01-23 16:04:00+00	2024-02-20	2024-01-27 09:16:00+00	\N
291	4280f8a4-bee6-4f6f-a8a3-61587a6fad06	2025-02-07 01:03:00+00	2025-03-07	\N	\N
177	facd3b65-2d0a-41ab-8ac5-c09b90e578bb	2025-09-28 01:17:00+00	2025-10-26	2025-11-04 07:31:00+00	2.25
166	ba148cf8-a4ec-45ef-8416-ade133145707	2025-08-30 14:39:00+00	2025-09-27	2025-10-14 08:59:00+00	4.25
388	9ee69040-d0b1-48d3-9478-5503763fd2db	2024-06-18 04:46:00+00	2024-07-16	2024-07-16 21:38:00+00	\N
163	178d9ea1-1f6a-4444-837e-7f526ddf2d21	2025-01-02 00:42:00+00	2025-01-30	2025-01-30 10:50:00+00	\N
465	6290f5e2-2571-4fe0-b2c3-f61a31d6eb8f	2024-06-02 17:51:00+00	2024-06-30	2024-06-18 13:41:00+00	\N
344	bb58793d-2750-42cb-b71e-fdf9a3ccd0ee	2024-08-22 21:37:00+00	2024-09-19	\N	\N
275	0859bc00-3f3a-4a86-b1ad-e79db00a79d8	2024-03-12 16:00:00+00	2024-04-09	2024-04-19 12:12:00+00	2.50
170	13065990-5fe7-4c9d-a2d5-dae7dc6030d5	2025-02-26 12:41:00+00	2025-03-26	2025-03-14 05:23:00+00	\N
390	dd89227b-3376-49c4-b108-adf56631fd1c	2025-02-18 23:03:00+00	2025-03-18	2025-02-21 10:58:00+00	\N
349	502c0bdf-b37c-4b0a-81b0-3d8e1fe08f21	2025-11-25 17:42:00+00	2025-12-23	2026-01-04 14:43:00+00	3.00
475	c015a368-2432-4f8c-baf2-bc22c2bc2366	2025-11-20 11:02:00+00	2025-12-18	2025-12-25 16:37:00+00	1.75
73	95141aa7-6c56-45fd-842d-5274e758444a	2024-04-13 06:10:00+00	2024-05-11	2024-05-17 21:08:00+00	1.50
333	e1cf5110-5990-4152-b6e4-e59b15418c1b	2024-04-18 03:10:00+00	2024-05-16	2024-04-30 05:36:00+00	\N
214	adafdb5d-0515-45d0-9e12-b8eaf2958d80	2024-09-17 13:42:00+00	2024-10-15	2024-10-25 02:43:00+00	2.50
307	19e726de-5df8-4cde-b3e4-bec70767d812	2024-07-25 05:32:00+00	2024-08-22	\N	\N
239	eed42e42-d156-4643-acb5-2d6f92380a4a	2024-03-13 06:47:00+00	2024-04-10	2024-04-15 23:15:00+00	1.25
112	64de5f0f-c8ee-4694-8b59-6b020e4b50b5	2025-07-01 03:36:00+00	2025-07-29	2025-07-20 02:02:00+00	\N
339	c8f9b6b7-e395-425f-b658-b82b93048df6	2025-07-22 19:32:00+00	2025-08-19	2025-08-15 07:41:00+00	\N
322	a84e4488-4ae4-4cd1-9cdb-5a61a9bb9032	2024-03-31 00:39:00+00	2024-04-28	2024-04-04 20:55:00+00	\N
78	f74277a1-0212-4b08-b01d-b8daf296e5e1	2025-03-23 21:06:00+00	2025-04-20	2025-03-31 04:15:00+00	\N
370	9a3ea6bf-1fc8-4b3e-8b62-c22afdb257dd	2024-11-21 01:10:00+00	2024-12-19	2024-12-30 21:43:00+00	2.75
172	9519cc1a-0165-4093-a732-a62acea706d5	2025-11-27 00:35:00+00	2025-12-25	2025-12-14 10:45:00+00	\N
341	99de9cae-d52c-4f2a-96f5-55cf9dff6c6e	2024-12-28 06:34:00+00	2025-01-25	2025-01-17 17:50:00+00	\N
110	67aa7770-9c92-4ef2-bdf1-803606fd5212	2024-08-19 08:06:00+00	2024-09-16	2024-10-07 11:40:00+00	5.25
9	810206c7-b8a1-44c1-b1b8-90c82ecde611	2025-10-01 05:59:00+00	2025-10-29	2025-10-06 09:53:00+00	\N
130	d476c72c-c94b-482b-90e6-04f297e1437f	2025-12-16 06:59:00+00	2026-01-13	2026-01-08 00:04:00+00	\N
321	29cb7e6e-aad2-47d4-a621-d0ff2dd6dd58	2024-08-16 23:22:00+00	2024-09-13	2024-08-20 18:27:00+00	\N
159	66325290-a5cd-4081-b977-701f93c53fc8	2025-07-23 09:49:00+00	2025-08-20	\N	\N
485	865ad169-bc5b-463b-adcb-d1e047f67e86	2025-08-25 03:07:00+00	2025-09-22	2025-09-25 01:11:00+00	0.75
196	a233f727-602a-4946-87b2-3e241f5efb63	2024-08-15 21:18:00+00	2024-09-12	2024-09-01 16:36:00+00	\N
160	43912370-e3c9-487d-b318-74cb6184d55e	2025-09-14 08:13:00+00	2025-10-12	2025-10-11 15:11:00+00	\N
488	bdb09271-d969-49aa-bd2f-e0f808913f05	2025-12-04 01:33:00+00	2026-01-01	\N	\N
457	631932ca-945f-471f-a652-0a483a7bbf31	2025-05-13 11:21:00+00	2025-06-10	2025-06-12 06:58:00+00	0.50
235	0892f381-b972-47c9-9733-d37465572142	2024-10-21 01:42:00+00	2024-11-18	2024-12-07 17:43:00+00	4.75
78	8c8b0be1-242f-49d7-b5f3-3ab3d4f6cd35	2025-12-18 12:41:00+00	2026-01-15	2026-01-25 22:46:00+00	2.50
496	703c7ae4-29ff-45d7-a618-09f499216d7c	2025-01-24 16:50:00+00	2025-02-21	2025-02-27 14:07:00+00	1.50
162	038644b3-862d-4c9a-bd6c-929f86ffadcc	2025-10-05 20:51:00+00	2025-11-02	2025-10-20 02:27:00+00	\N
208	ebe5696f-f161-4465-b2f8-6e3a424c9671	2025-05-30 16:11:00+00	2025-06-27	\N	\N
246	18637af1-cfe1-442a-8bd2-8d9baa3ea1ca	2025-08-29 16:48:00+00	2025-09-26	2025-09-09 15:45:00+00	\N
170	5ef1926b-9639-4062-a92b-f0bb2dcb5f8b	2024-01-09 21:19:00+00	2024-02-06	2024-01-24 04:25:00+00	\N
436	08329a87-43b2-466a-8ff7-d37695bece07	2024-11-14 12:27:00+00	2024-12-12	2024-12-18 10:23:00+00	1.50
66	c7d1fc08-dedd-48e7-a006-c68418bfa469	2024-11-05 09:18:00+00	2024-12-03	2024-11-08 23:23:00+00	\N
425	7fe003df-db15-4bb2-81fa-a737dd6b2d02	2024-09-27 04:48:00+00	2024-10-25	2024-11-07 15:43:00+00	3.25
93	618e8f41-04ef-4409-80f2-0a74755ac9f1	2024-04-27 21:14:00+00	2024-05-25	2024-05-20 13:03:00+00	\N
192	8266269a-6763-4001-83cf-0ff692126fd6	2024-11-25 03:14:00+00	2024-12-23	2025-01-05 23:17:00+00	3.25
371	58cf9833-2033-48b9-8a9a-87d15137840b	2024-03-08 02:10:00+00	2024-04-05	2024-04-16 04:52:00+00	2.75
291	4fe100b7-52a0-4653-869d-f190e09c73ff	2025-02-20 06:46:00+00	2025-03-20	2025-03-30 18:24:00+00	2.50
29	4a79b2ce-5444-4c11-a8e8-22120f1bd4b7	2025-07-31 09:20:00+00	2025-08-28	\N	\N
483	0ebde9a6-fcbf-46d7-b32c-c1b9c5b2e990	2024-08-20 12:25:00+00	2024-09-17	2024-09-23 03:44:00+00	1.50
282	3ebc70b5-74b2-475d-b696-2f317ec75a76	2024-09-28 16:42:00+00	2024-10-26	2024-11-15 09:26:00+00	5.00
408	eef2c2fa-a621-4a66-8a7c-a62346e9ecf4	2025-12-18 10:48:00+00	2026-01-15	2026-01-27 18:50:00+00	3.00
23	4a785655-4e87-40d5-8cbf-f0a077626bd7	2024-01-26 01:54:00+00	2024-02-23	\N	\N
301	00fa9a83-4867-4985-a4e9-1d240fd91b65	2024-02-05 19:13:00+00	2024-03-04	2024-02-15 16:08:00+00	\N
408	9b2fa07e-0ac7-4b16-b43d-a89bb1b85e34	2025-05-24 12:07:00+00	2025-06-21	2025-06-10 04:40:00+00	\N
430	1c489ccb-c459-41b0-ad98-dd4520bb94e1	2024-12-19 13:17:00+00	2025-01-16	2025-02-06 23:11:00+00	5.25
64	0c7874cb-9a4c-4a0e-82d7-ed92b0b2b49c	2024-12-07 21:45:00+00	2025-01-04	\N	\N
63	7dd16b73-9f3f-43e5-9707-9dca0773ebc3	2024-05-07 10:52:00+00	2024-06-04	\N	\N
246	f1f2a71e-b9a5-4897-bb2f-663cce52cd16	2024-12-23 07:44:00+00	2025-01-20	2025-01-23 18:20:00+00	0.75
254	2544722e-9ca4-4780-8b87-43708c49bc18	2025-08-09 13:48:00+00	2025-09-06	2025-09-12 12:50:00+00	1.50
47	3d4d9952-6d5e-44e0-9a98-4ac02e1a57bf	2024-10-01 05:31:00+00	2024-10-29	2024-11-08 10:57:00+00	2.50
129	6020ac27-4920-4826-8285-0f0da180ab6c	2024-08-06 08:25:00+00	2024-09-03	2024-08-09 13:23:00+00	\N
359	6b8329de-01af-48d6-9499-1f40b7326011	2025-03-13 13:56:00+00	2025-04-10	2025-03-27 12:19:00+00	\N
180	f53e534f-3fe7-44f8-a960-9b39a238d729	2025-07-03 13:00:00+00	2025-07-31	2025-07-15 15:57:00+00	\N
241	3b1f340c-12f6-4123-b831-64fde70b1c7f	2025-09-30 18:46:00+00	2025-10-28	\N	\N
29	a062b8af-04bd-4667-8a02-1357cebee45a	2025-12-14 05:36:00+00	2026-01-11	2025-12-28 01:06:00+00	\N
460	5896e7bf-449c-4bdb-a862-b5b6399b6e28	2025-04-25 13:47:00+00	2025-05-23	2025-06-10 13:23:00+00	4.50
298	45bf7ded-4675-449b-9193-5ba42e089ec4	2025-10-17 07:50:00+00	2025-11-14	2025-10-25 08:53:00+00	\N
441	90642053-2e4d-4736-b088-b3e2d0e9d078	2025-09-20 17:36:00+00	2025-10-18	\N	\N
163	5cf21fff-a956-4d4b-8fa1-51e033cc1474	2025-04-01 21:24:00+00	2025-04-29	2025-05-21 13:57:00+00	5.50
396	84470b67-d0ec-4a06-a5d7-603c7805b0e2	2024-04-06 11:41:00+00	2024-05-04	2024-05-24 12:26:00+00	5.00
182	65a07dd5-ee9f-48c6-be58-4948b6839704	2025-06-13 19:50:00+00	2025-07-11	2025-07-22 02:06:00+00	2.75
300	bac0f16f-3b59-430e-b9a1-4160e7ba442e	2024-10-24 12:40:00+00	2024-11-21	2024-11-08 13:20:00+00	\N
363	8660a658-1219-4bdf-a322-b033c996bd06	2024-01-30 14:48:00+00	2024-02-27	2024-02-11 01:44:00+00	\N
119	7a9223f8-61fc-442a-abe7-84d567e4107e	2025-03-29 09:45:00+00	2025-04-26	2025-04-14 17:07:00+00	\N
79	90e36d25-7a5a-4b81-8256-0eccdcf69184	2024-10-28 05:07:00+00	2024-11-25	2024-12-15 20:03:00+00	5.00
348	f41abe38-ae1f-427d-b7d5-c83ab7d6f41f	2024-09-26 04:43:00+00	2024-10-24	2024-10-19 23:16:00+00	\N
253	2cc5a426-d6ca-45b8-8251-46d84471d5ce	2025-07-25 05:57:00+00	2025-08-22	2025-09-12 08:28:00+00	5.25
171	d4dc56ac-8085-4174-9e4d-03b48f0e3221	2025-12-11 04:06:00+00	2026-01-08	2026-01-08 05:27:00+00	\N
146	8266269a-6763-4001-83cf-0ff692126fd6	2025-11-17 02:14:00+00	2025-12-15	2025-12-25 17:50:00+00	2.50
119	34d9e727-1245-471f-8384-f39cfeecfcb0	2024-04-26 07:01:00+00	2024-05-24	\N	\N
48	8bc86c32-b941-492b-9f6b-e78cbe3528ab	2025-09-24 18:52:00+00	2025-10-22	2025-10-05 21:08:00+00	\N
291	c60ce48f-5ff2-4c63-94fe-dde12ff5a07f	2024-11-02 04:38:00+00	2024-11-30	2024-11-11 09:05:00+00	\N
432	b90e0909-fac2-4595-8bdc-35aefe0979af	2024-07-31 04:32:00+00	2024-08-28	\N	\N
69	645fa39b-ce8d-48a2-b845-d1bd4eb3e6c0	2025-09-05 12:22:00+00	2025-10-03	\N	\N
11	066e814e-aa9b-4ddf-9a9b-6151353637b0	2024-02-19 21:42:00+00	2024-03-18	\N	\N
335	f6a3782d-8bb2-4bac-8642-03a5136ab5b1	2024-11-15 16:36:00+00	2024-12-13	2024-11-21 05:01:00+00	\N
408	8824f1ae-e7c9-4355-b7f0-a1a726464cb5	2025-03-31 00:40:00+00	2025-04-28	2025-05-01 00:36:00+00	0.75
392	16ecbdec-c068-42a7-ade9-ce65da663151	2025-11-27 23:58:00+00	2025-12-25	2026-01-16 14:58:00+00	5.50
345	4ef242f6-ca87-49fb-93c4-18edc6d63b31	2025-12-14 12:00:00+00	2026-01-11	2025-12-26 11:19:00+00	\N
486	e03b3eda-fa3e-4e2b-b486-8066f8706411	2024-01-09 15:38:00+00	2024-02-06	2024-02-13 01:42:00+00	1.75
36	d68f11a1-37e3-42e0-a3ac-0eebcd01c0f6	2025-10-15 09:26:00+00	2025-11-12	2025-11-20 03:05:00+00	2.00
422	20b8f4bb-6736-4bc4-b0fa-9cfa358c6f59	2024-05-08 08:28:00+00	2024-06-05	2024-06-20 16:18:00+00	3.75
41	bad0ff98-cd12-48cc-bd78-7badabf110dd	2025-04-29 08:21:00+00	2025-05-27	2025-06-16 09:25:00+00	5.00
475	6416fdb1-df8c-4c24-925b-7c2cb5a4a703	2024-06-17 18:39:00+00	2024-07-15	2024-06-29 13:45:00+00	\N
404	9519cc1a-0165-4093-a732-a62acea706d5	2025-03-17 19:44:00+00	2025-04-14	2025-03-29 21:21:00+00	\N
121	7e545601-28f4-43b3-b4d8-3bf1d537ba30	2025-05-01 17:07:00+00	2025-05-29	2025-06-06 22:05:00+00	2.00
386	7adb33c1-27b7-4b08-a018-88681b3ca4d4	2024-09-21 06:19:00+00	2024-10-19	2024-10-19 03:43:00+00	\N
460	551d850e-789e-49ad-a7f0-a846c0830cc8	2025-10-14 12:21:00+00	2025-11-11	2025-11-09 08:55:00+00	\N
376	d2e20cc3-2ffb-4cdd-b0fa-d72993bb6a78	2024-03-09 20:16:00+00	2024-04-06	2024-03-23 05:58:00+00	\N
120	25678fe8-0868-4ce1-a1d9-e6bf3c4f9475	2024-09-20 07:39:00+00	2024-10-18	2024-10-08 02:57:00+00	\N
301	dcafcdff-9045-4a71-9b48-11c4a531796b	2025-09-21 22:22:00+00	2025-10-19	2025-11-06 14:56:00+00	4.50
70	f1f0e088-33ab-4445-a578-c46a66a88c4d	2024-03-13 19:32:00+00	2024-04-10	\N	\N
136	096fe303-3daa-4382-b157-118abe682add	2025-02-04 23:07:00+00	2025-03-04	2025-03-04 22:50:00+00	\N
478	08329a87-43b2-466a-8ff7-d37695bece07	2024-07-02 05:28:00+00	2024-07-30	2024-07-26 18:34:00+00	\N
366	b6b53a7f-d20d-4b18-af0d-69b1b3a7af4b	2024-01-24 03:08:00+00	2024-02-21	2024-02-07 01:34:00+00	\N
132	49a25407-4b9e-43dd-bf26-65da4ca73bae	2024-08-03 17:12:00+00	2024-08-31	\N	\N
321	edfa11b0-2fbc-42d1-908f-284c5659d034	2025-03-02 23:28:00+00	2025-03-30	2025-04-05 15:37:00+00	1.50
169	1505d144-1437-465c-9f2c-ee56f59c6d62	2025-01-31 05:45:00+00	2025-02-28	2025-02-05 10:44:00+00	\N
108	85c9b9b4-da48-4075-a000-520b7f852a93	2025-10-29 07:24:00+00	2025-11-26	2025-12-04 10:31:00+00	2.00
10	0f638039-77fc-425a-8534-ed02d4e084e0	2024-02-01 09:32:00+00	2024-02-29	2024-03-14 23:24:00+00	3.50
341	d2e20cc3-2ffb-4cdd-b0fa-d72993bb6a78	2025-03-19 09:38:00+00	2025-04-16	2025-04-06 05:35:00+00	\N
157	a0f35275-d4d4-4280-92d1-55191a10a3ac	2025-07-29 09:51:00+00	2025-08-26	\N	\N
439	c6d03a3c-3a9a-4f8a-9197-7f992d041041	2024-01-26 18:12:00+00	2024-02-23	2024-02-19 00:44:00+00	\N
439	6416fdb1-df8c-4c24-925b-7c2cb5a4a703	2025-07-23 17:59:00+00	2025-08-20	2025-08-28 23:39:00+00	2.00
376	eda5c332-648c-4e96-9de9-6ffa918a278c	2025-04-11 13:57:00+00	2025-05-09	2025-04-17 16:11:00+00	\N
435	a286f870-5c03-43ed-9df1-3825ef144972	2025-01-16 23:27:00+00	2025-02-13	2025-02-13 20:34:00+00	\N
429	f3ef532b-1d2e-4463-882e-374dde130ad1	2025-09-08 07:17:00+00	2025-10-06	2025-10-14 10:46:00+00	2.00
88	d57e58c5-1f46-40ca-8002-502504a6a266	2025-10-02 08:09:00+00	2025-10-30	2025-11-16 14:26:00+00	4.25
226	506ea41f-39e4-43cf-97f1-963b031baa20	2024-05-26 14:17:00+00	2024-06-23	\N	\N
36	9b2fa07e-0ac7-4b16-b43d-a89bb1b85e34	2024-02-04 00:54:00+00	2024-03-03	2024-02-20 19:38:00+00	\N
479	6c3faf7d-6ad8-4c4a-abd1-0499cdeb47fc	2025-09-17 13:16:00+00	2025-10-15	2025-09-20 15:25:00+00	\N
261	5d9e80d0-871a-489c-94c5-618654e33f2a	2024-08-24 20:21:00+00	2024-09-21	\N	\N
84	3e563d51-9694-49c5-999b-9683a5e4e43d	2024-12-09 17:06:00+00	2025-01-06	2025-01-13 17:25:00+00	1.75
129	2544722e-9ca4-4780-8b87-43708c49bc18	2025-08-24 20:19:00+00	2025-09-21	\N	\N
267	fd6dafc9-ab71-4555-810a-53b11e063ed0	2024-05-28 16:33:00+00	2024-06-25	2024-07-01 09:58:00+00	1.50
56	4d2672cb-b9dd-4c26-8b6a-6a0b3e8d4c7e	2024-03-30 05:25:00+00	2024-04-27	\N	\N
261	6c86ba81-63d4-4064-aa33-105c0c4524fa	2024-03-24 12:35:00+00	2024-04-21	2024-04-11 19:16:00+00	\N
380	d0b60b66-ba76-445f-a9f9-da94901cf28a	2025-07-13 06:32:00+00	2025-08-10	\N	\N
227	44d551d0-ded4-46be-9cf3-bda5f04b896d	2024-06-02 10:47:00+00	2024-06-30	2024-06-24 14:14:00+00	\N
103	21b3a489-9ebe-4149-894b-4883fd98f3a3	2024-07-10 11:48:00+00	2024-08-07	2024-08-01 23:53:00+00	\N
416	339fc004-ec82-4274-a32f-23c6d2cee0d8	2025-06-06 17:19:00+00	2025-07-04	2025-06-18 21:05:00+00	\N
207	4a8a25b9-bac2-43b2-b331-757ba3bbad99	2024-07-23 06:26:00+00	2024-08-20	2024-07-24 13:47:00+00	\N
82	1b0f95db-c00a-4ab1-adfe-2cf2f5c25299	2025-06-02 06:48:00+00	2025-06-30	\N	\N
313	c5ae15e6-fa7d-43e4-a825-dc83b590a28d	2024-12-03 10:57:00+00	2024-12-31	2024-12-19 15:34:00+00	\N
236	7568f345-de47-49e2-9d27-effb0df8d8c6	2024-06-28 05:36:00+00	2024-07-26	\N	\N
10	f076439f-b743-483f-a9e0-0232fd4a546a	2025-11-26 18:54:00+00	2025-12-24	\N	\N
279	74f156b2-4e5f-41f8-82a9-5f2f884bb98e	2024-04-06 20:09:00+00	2024-05-04	2024-04-21 09:40:00+00	\N
62	95876b0c-f9e9-46ce-9de3-14e6c8541424	2024-03-27 17:32:00+00	2024-04-24	\N	\N
433	cdb98b45-f475-4829-aaf8-232bcbca9575	2025-05-29 03:03:00+00	2025-06-26	2025-07-11 15:55:00+00	3.75
216	9c7fdd4c-dd72-41e9-b23b-3992f7234353	2025-02-14 17:36:00+00	2025-03-14	2025-02-24 18:18:00+00	\N
311	2dc6ac2b-0c89-472b-8e53-06888aa5832b	2024-05-23 13:22:00+00	2024-06-20	2024-06-23 06:03:00+00	0.75
247	379d1c06-0c84-4ccc-a8eb-dd9a8c5e2ad4	2024-01-30 11:35:00+00	2024-02-27	2024-03-11 12:41:00+00	3.25
375	1c61bac9-5ed3-4ba3-b385-c0fffff54491	2025-12-07 00:26:00+00	2026-01-04	2026-01-18 14:15:00+00	3.50
297	fa30b7ca-691e-4292-b71d-7d87be284391	2024-08-26 11:03:00+00	2024-09-23	2024-09-01 00:40:00+00	\N
454	1082608b-de46-496c-acda-19a47ed05c0f	2024-10-28 22:28:00+00	2024-11-25	2024-12-11 09:49:00+00	4.00
63	f6b4b4ef-7e28-437f-9a84-f6ac1d2d16b3	2024-10-24 11:31:00+00	2024-11-21	\N	\N
62	5988ad23-54b8-47b4-aeaf-9397479b7204	2024-07-08 18:05:00+00	2024-08-05	\N	\N
161	1a65973b-6331-49e9-8fd9-b45d78c41987	2025-05-27 03:24:00+00	2025-06-24	2025-07-12 17:54:00+00	4.50
94	1c93a54a-4421-415f-b508-7dd32df3405f	2025-12-03 03:01:00+00	2025-12-31	2025-12-23 15:40:00+00	\N
376	208a9866-1122-49de-a847-a5aa5ca77e7c	2025-07-13 02:30:00+00	2025-08-10	2025-08-03 13:23:00+00	\N
232	abf46c17-7e09-4883-a936-288f3188f15d	2025-06-08 09:44:00+00	2025-07-06	2025-07-10 11:26:00+00	1.00
456	9f37921d-ac07-47cd-90ae-d3a30a1776ad	2024-11-19 00:44:00+00	2024-12-17	2024-12-17 18:25:00+00	\N
241	f5f5b6d7-4061-4cad-a87c-8d271d6ab885	2025-09-22 20:31:00+00	2025-10-20	2025-10-24 01:19:00+00	1.00
296	74f156b2-4e5f-41f8-82a9-5f2f884bb98e	2024-02-07 04:37:00+00	2024-03-06	2024-03-04 00:14:00+00	\N
278	62fbbead-887f-4a5e-a11e-49154883a34f	2024-11-20 17:20:00+00	2024-12-18	\N	\N
313	f7ff0531-b73c-4165-a217-a11db1b91e78	2025-11-28 22:37:00+00	2025-12-26	2025-12-09 07:12:00+00	\N
173	a11283ce-8a51-4df4-ade8-e9cf5b206163	2025-06-11 07:51:00+00	2025-07-09	\N	\N
375	b794cf03-014e-4ab1-a605-37fb08fd7e53	2024-07-26 04:30:00+00	2024-08-23	2024-07-28 01:06:00+00	\N
289	f89b616b-c631-4eb8-a968-7b52ffe0f2d0	2024-04-19 02:46:00+00	2024-05-17	2024-05-26 07:28:00+00	2.25
366	d8b0275d-38d4-4408-ac10-8e6eea69c204	2024-07-02 04:59:00+00	2024-07-30	2024-08-14 02:38:00+00	3.75
262	4c592a2f-b7a8-466b-ab9e-22cce893397b	2025-12-06 21:55:00+00	2026-01-03	2025-12-24 21:05:00+00	\N
286	8ed3034f-0fbc-479c-9a57-5395d54be571	2024-06-26 02:28:00+00	2024-07-24	2024-07-13 09:54:00+00	\N
399	ccec3731-0a12-4196-9699-887536f485f7	2024-10-11 03:05:00+00	2024-11-08	\N	\N
74	79943cb1-b452-4aea-9d7f-7f88211c06dc	2025-12-10 13:22:00+00	2026-01-07	2026-01-11 06:13:00+00	1.00
343	97e05cb4-dd9a-4faa-95bf-3c9d153ef095	2024-11-13 19:24:00+00	2024-12-11	2024-12-29 04:33:00+00	4.50
269	da17aa71-5f83-4ddc-9806-1e9f60d98a7b	2025-10-06 05:15:00+00	2025-11-03	2025-11-12 01:06:00+00	2.25
281	9a3ea6bf-1fc8-4b3e-8b62-c22afdb257dd	2025-12-04 19:14:00+00	2026-01-01	2025-12-21 04:25:00+00	\N
120	339fc004-ec82-4274-a32f-23c6d2cee0d8	2024-11-01 15:25:00+00	2024-11-29	2024-11-26 02:29:00+00	\N
171	dcafcdff-9045-4a71-9b48-11c4a531796b	2025-06-20 17:32:00+00	2025-07-18	2025-08-06 19:10:00+00	4.75
235	75aa11d5-2c47-4845-affa-56fadd8c9ac2	2024-02-15 21:46:00+00	2024-03-14	2024-03-22 05:12:00+00	2.00
12	e8bf6cc4-fcb2-429f-9642-c5f34b5f14fc	2024-10-22 10:46:00+00	2024-11-19	2024-11-01 18:47:00+00	\N
133	b6e4631e-ee1c-4057-9783-b4713571b34e	2025-11-09 23:30:00+00	2025-12-07	2025-12-06 10:04:00+00	\N
470	a7fd7cb6-fda8-4976-b378-777d80bbbda7	2024-04-06 08:13:00+00	2024-05-04	2024-04-11 15:53:00+00	\N
456	739fe243-4aee-4f7e-b6a7-e3e289819f0d	2025-03-20 10:45:00+00	2025-04-17	2025-04-03 19:03:00+00	\N
134	4a188b60-9fae-4831-8102-541627a8a9b8	2025-02-26 12:09:00+00	2025-03-26	2025-03-24 00:49:00+00	\N
381	843a7c5f-7359-4a08-a73c-e7e7fcf13be2	2025-01-15 11:28:00+00	2025-02-12	2025-02-08 08:10:00+00	\N
309	7dd16b73-9f3f-43e5-9707-9dca0773ebc3	2024-04-09 02:17:00+00	2024-05-07	2024-04-22 23:15:00+00	\N
159	9cd7f3e7-0d44-4b3d-aff4-aa0c2d2fc9db	2025-02-16 12:50:00+00	2025-03-16	2025-03-19 01:59:00+00	0.75
414	0998c91e-db23-4895-ba87-70664b8ea09d	2024-11-22 17:14:00+00	2024-12-20	2024-12-20 10:46:00+00	\N
409	24113e9f-cef4-46ae-af42-3517a998c0b0	2024-01-18 00:04:00+00	2024-02-15	\N	\N
475	a22ff413-6242-4c5e-b5cd-b08da5d89631	2025-08-27 12:22:00+00	2025-09-24	2025-09-24 14:00:00+00	\N
422	c57194ac-a149-4493-b566-d84535b50b5e	2024-06-21 09:55:00+00	2024-07-19	2024-07-24 06:18:00+00	1.25
462	49c33c23-13b4-4a0f-8812-222b9eeba3a2	2025-03-23 10:47:00+00	2025-04-20	2025-04-24 18:01:00+00	1.00
490	51240cf6-ade8-4ebd-b382-9d7756a30f64	2025-12-25 01:13:00+00	2026-01-22	\N	\N
411	c8f992bc-1a26-40cf-813e-d7c81a9d98c9	2025-02-24 06:15:00+00	2025-03-24	2025-03-14 07:03:00+00	\N
200	45cf7217-617d-4247-a4c1-2908254873e7	2024-06-27 13:35:00+00	2024-07-25	2024-08-16 07:16:00+00	5.50
288	1f3a8544-857a-421d-87b5-325056ce8c76	2024-02-04 18:26:00+00	2024-03-03	2024-02-09 02:56:00+00	\N
206	15234853-7ee8-4541-b7b2-3bd3d495a8b0	2025-04-14 00:18:00+00	2025-05-12	2025-05-29 07:19:00+00	4.25
126	d5d40e97-12f8-4256-acb4-b9133825bf94	2024-04-06 08:42:00+00	2024-05-04	2024-05-04 11:05:00+00	\N
378	87544411-febd-4593-8171-480b7343b0b6	2024-12-21 15:58:00+00	2025-01-18	2025-01-06 20:30:00+00	\N
231	e502f7a3-42ba-4ad4-871a-aee34360e0da	2024-04-02 01:19:00+00	2024-04-30	2024-04-02 03:37:00+00	\N
472	bd68edd9-04d9-4e70-90a3-9fd74c19b8e2	2025-05-15 18:35:00+00	2025-06-12	2025-07-04 10:36:00+00	5.50
315	61669691-20b4-47fb-a602-252805c1822d	2025-10-15 02:57:00+00	2025-11-12	2025-11-24 03:51:00+00	3.00
447	178d9ea1-1f6a-4444-837e-7f526ddf2d21	2025-07-23 16:20:00+00	2025-08-20	2025-08-25 08:06:00+00	1.25
419	39ca1cd8-5a9e-40f6-9bc5-7a9d2cb6fccb	2025-08-23 06:45:00+00	2025-09-20	\N	\N
85	066e814e-aa9b-4ddf-9a9b-6151353637b0	2025-05-30 01:36:00+00	2025-06-27	2025-07-08 02:27:00+00	2.75
462	18637af1-cfe1-442a-8bd2-8d9baa3ea1ca	2025-09-20 06:10:00+00	2025-10-18	\N	\N
48	1c1cfef3-a205-428a-85c6-e76a1ae354be	2024-03-05 18:10:00+00	2024-04-02	2024-04-21 08:21:00+00	4.75
334	eaff83da-fadd-4349-b626-d661ad0aca9e	2024-02-23 11:36:00+00	2024-03-22	2024-03-08 22:49:00+00	\N
221	45440d7f-ad5e-4a8b-8115-52c443ae6557	2024-09-25 10:53:00+00	2024-10-23	2024-09-26 07:52:00+00	\N
339	8da0a146-5c56-4adc-94a5-16074586fd29	2025-02-11 00:03:00+00	2025-03-11	2025-03-19 14:56:00+00	2.00
327	9587329f-4152-4b4c-bb2a-04aff3b43c9e	2024-03-06 02:22:00+00	2024-04-03	2024-03-31 16:54:00+00	\N
337	0e0be26a-48c5-4151-b247-01e6024f4a99	2024-02-27 10:23:00+00	2024-03-26	2024-03-16 22:03:00+00	\N
227	bac0f16f-3b59-430e-b9a1-4160e7ba442e	2025-06-10 14:50:00+00	2025-07-08	2025-07-19 16:11:00+00	2.75
302	2f6eca1c-00a1-4c52-8063-ed10723811da	2025-10-21 13:32:00+00	2025-11-18	2025-12-07 08:29:00+00	4.75
477	52abff9d-f90d-486f-8610-25dfaa62694d	2024-07-31 03:31:00+00	2024-08-28	2024-09-14 11:10:00+00	4.25
409	a5866418-8918-4f2c-9bd8-128d1ce91b9c	2025-09-13 20:24:00+00	2025-10-11	2025-09-16 07:41:00+00	\N
434	3e8ce4c9-bd47-4a8b-b43e-641ceb43857e	2024-10-16 13:20:00+00	2024-11-13	2024-10-22 20:26:00+00	\N
284	fe88373a-e0bf-4e32-99ed-10c4cec0292d	2025-04-19 03:54:00+00	2025-05-17	2025-05-19 06:17:00+00	0.50
269	b170e670-d85a-487e-aac4-65b342786a8f	2024-07-15 18:52:00+00	2024-08-12	2024-07-27 11:20:00+00	\N
407	e502f7a3-42ba-4ad4-871a-aee34360e0da	2025-05-10 08:50:00+00	2025-06-07	2025-06-11 02:26:00+00	1.00
35	39846f8c-2e82-43b0-9894-d564908b72f9	2025-11-05 21:35:00+00	2025-12-03	\N	\N
324	6e286ab1-48fb-4250-b5f0-623dfc5b676a	2025-06-19 22:47:00+00	2025-07-17	2025-07-28 18:24:00+00	2.75
362	f13daadb-eab4-42b6-913b-bdae63c4d6b9	2025-06-15 08:30:00+00	2025-07-13	\N	\N
308	c6dde0a0-210b-49ce-a0e5-f24359102070	2025-12-04 13:14:00+00	2026-01-01	\N	\N
19	e996f77f-4036-4ad1-929f-c55ecacb4433	2025-09-02 21:29:00+00	2025-09-30	2025-09-27 23:36:00+00	\N
405	c37601a2-d04c-4e6f-b2af-35644d0eaf83	2025-02-21 13:27:00+00	2025-03-21	2025-03-31 20:07:00+00	2.50
336	3b657236-e841-4261-bc7d-a8f4ffef542f	2025-11-15 16:47:00+00	2025-12-13	2025-11-20 05:40:00+00	\N
308	4cdf437d-1bac-464f-bea6-98e00f678423	2024-05-11 01:18:00+00	2024-06-08	2024-05-19 08:35:00+00	\N
398	58cf9833-2033-48b9-8a9a-87d15137840b	2025-02-24 07:40:00+00	2025-03-24	2025-02-25 11:43:00+00	\N
106	2ed973ec-cb63-468c-abf0-bfeb6b76c911	2024-05-19 19:02:00+00	2024-06-16	2024-06-16 06:55:00+00	\N
241	523cca05-992e-4666-8d05-200ada1cf995	2024-01-24 11:34:00+00	2024-02-21	2024-03-07 00:02:00+00	3.75
450	181e40b8-70c9-45c1-a801-4501949f6428	2024-12-24 04:17:00+00	2025-01-21	2025-01-12 10:06:00+00	\N
402	3a8b8eef-e9b1-40dd-9934-032ad888bcaa	2025-05-29 02:23:00+00	2025-06-26	2025-07-10 14:24:00+00	3.50
476	6b8329de-01af-48d6-9499-1f40b7326011	2025-10-10 18:21:00+00	2025-11-07	2025-10-18 14:57:00+00	\N
120	6b8329de-01af-48d6-9499-1f40b7326011	2025-08-06 13:47:00+00	2025-09-03	2025-08-10 07:28:00+00	\N
493	2560d513-2e2f-44d8-90a4-3b4fcabfc5f8	2025-08-30 16:34:00+00	2025-09-27	2025-09-15 09:11:00+00	\N
302	57836eee-58d7-46bb-a95d-7c9d094f1229	2024-10-04 15:39:00+00	2024-11-01	2024-10-20 11:14:00+00	\N
39	49a25407-4b9e-43dd-bf26-65da4ca73bae	2025-09-04 13:15:00+00	2025-10-02	2025-09-23 19:56:00+00	\N
97	62a8b3a9-dd46-4f60-9d05-6c3737b1363f	2025-11-11 05:05:00+00	2025-12-09	2025-12-06 17:27:00+00	\N
166	8fd61df3-3c27-4129-b5ee-b9dd3af8f739	2024-05-15 04:25:00+00	2024-06-12	2024-06-07 13:21:00+00	\N
471	7b0992b4-ff2c-4f92-b2ca-e6757bb151be	2024-06-23 18:02:00+00	2024-07-21	2024-07-12 05:05:00+00	\N
251	719aa1f6-4a3e-4431-b6bb-ee268af37e6a	2025-03-09 23:14:00+00	2025-04-06	2025-04-17 01:39:00+00	2.75
481	a2958a4f-8a39-4d67-85bf-bf3ba8bf0136	2025-12-05 02:31:00+00	2026-01-02	\N	\N
470	eaac7940-43fa-4849-846d-6e81e70dbadc	2024-07-28 19:07:00+00	2024-08-25	2024-09-12 21:41:00+00	4.50
442	8d066698-acd3-4516-a04b-6aeb28e22264	2025-09-07 12:47:00+00	2025-10-05	2025-09-09 17:41:00+00	\N
78	fbb71d06-8c4a-4ae0-8253-19d9bd616d7e	2024-02-28 20:50:00+00	2024-03-27	2024-03-06 07:20:00+00	\N
327	38de3fbe-459c-4e0b-8c3e-38525167f513	2024-12-24 04:06:00+00	2025-01-21	2025-02-06 18:55:00+00	4.00
81	ee681c26-7c95-4481-a7a2-52e299fd4e05	2024-03-23 07:19:00+00	2024-04-20	2024-04-05 08:40:00+00	\N
313	16c4c3f1-f712-4466-81e1-94c3728300f7	2024-10-14 05:50:00+00	2024-11-11	2024-12-02 21:35:00+00	5.25
72	7c2e69f5-b93b-4529-9ba3-a6c84aa940a2	2025-01-28 15:10:00+00	2025-02-25	\N	\N
352	9c6977f2-2b7a-46dc-b093-dad5e311dbdb	2025-12-06 11:11:00+00	2026-01-03	\N	\N
201	49a25407-4b9e-43dd-bf26-65da4ca73bae	2024-02-16 21:19:00+00	2024-03-15	2024-03-21 22:23:00+00	1.50
325	19f22695-0131-4fca-aaa0-a4701b13c008	2024-02-12 03:31:00+00	2024-03-11	2024-02-18 14:05:00+00	\N
422	bb58793d-2750-42cb-b71e-fdf9a3ccd0ee	2025-04-27 10:27:00+00	2025-05-25	\N	\N
185	2b34906e-ead0-42e9-9511-05018c23f09e	2025-08-02 14:18:00+00	2025-08-30	2025-08-14 04:48:00+00	\N
257	7a7cf5d5-c00b-47c7-b7c4-6261fe77b905	2025-08-31 17:34:00+00	2025-09-28	2025-09-19 12:11:00+00	\N
493	a4aea5ee-69c5-4b9e-85aa-12f7d8a3d2c3	2025-12-23 04:51:00+00	2026-01-20	2026-01-04 12:11:00+00	\N
359	6f788201-7bbe-4391-ab70-dcb09c6088dc	2025-08-18 01:19:00+00	2025-09-15	2025-08-30 03:03:00+00	\N
443	c6d5dac0-3115-4626-ab53-2950c7b41a32	2025-05-07 17:43:00+00	2025-06-04	2025-05-15 23:01:00+00	\N
146	1e162710-d17b-45f3-8d26-66c245fad4f5	2025-09-17 16:42:00+00	2025-10-15	2025-09-18 06:11:00+00	\N
265	f43a7aa3-2a7d-4918-930a-397395506c28	2025-12-09 00:19:00+00	2026-01-06	2025-12-14 13:44:00+00	\N
31	5644e797-b8cd-45da-848f-0e03b82ffc80	2024-12-30 18:23:00+00	2025-01-27	\N	\N
344	c276fed5-edf7-47da-ade5-7012b025e2d6	2025-08-31 23:12:00+00	2025-09-28	2025-09-24 22:12:00+00	\N
331	d2ffa329-249a-480c-9bf9-d442e1760300	2024-06-29 02:35:00+00	2024-07-27	2024-06-30 23:05:00+00	\N
184	86fa94b1-43f5-4018-8f9a-50cefb3581b2	2025-02-22 05:02:00+00	2025-03-22	2025-02-24 00:29:00+00	\N
83	8b5546b2-9eac-4063-a575-c48d1ebed9a4	2024-03-24 05:08:00+00	2024-04-21	2024-04-19 11:20:00+00	\N
4	ed8a450c-5a12-4539-9654-15eb468b44b5	2025-08-10 12:45:00+00	2025-09-07	2025-08-27 11:43:00+00	\N
32	4d2672cb-b9dd-4c26-8b6a-6a0b3e8d4c7e	2024-10-25 16:27:00+00	2024-11-22	2024-11-17 13:48:00+00	\N
7	ea39296e-209d-4d62-8399-4704dd00bcdb	2025-02-10 09:25:00+00	2025-03-10	2025-03-01 11:58:00+00	\N
71	426e7c10-9332-4cad-b9a0-aa790907e071	2024-03-17 17:53:00+00	2024-04-14	2024-05-06 08:34:00+00	5.50
267	41176c6c-9561-457d-bff9-4c6e16e5b5a2	2025-03-21 12:55:00+00	2025-04-18	2025-04-26 06:00:00+00	2.00
13	2640eb9b-4025-400e-9a66-2b297e4f64f3	2024-10-06 11:46:00+00	2024-11-03	2024-10-19 05:37:00+00	\N
459	6fc2c942-8cd9-49eb-ba18-e41e417bf1d6	2025-10-15 09:57:00+00	2025-11-12	2025-11-24 01:05:00+00	3.00
435	335bb6eb-ca08-4ad6-b4b4-7d625d170de8	2024-06-07 16:11:00+00	2024-07-05	2024-06-07 22:55:00+00	\N
111	bd68edd9-04d9-4e70-90a3-9fd74c19b8e2	2024-09-14 02:06:00+00	2024-10-12	\N	\N
85	1a4ab319-82c0-41d6-a21d-81dac45eb7ab	2024-02-23 22:15:00+00	2024-03-22	2024-04-11 22:18:00+00	5.00
475	72c89523-7288-4759-91c9-a507f9524e5c	2025-10-20 19:55:00+00	2025-11-17	2025-12-03 09:15:00+00	4.00
489	e7f0c833-d410-49e6-85f8-982fadcbd9d6	2025-07-11 12:15:00+00	2025-08-08	2025-07-27 03:19:00+00	\N
4	c65ea72c-568d-4879-84d2-0d8cfa3c8f0c	2024-07-12 23:36:00+00	2024-08-09	2024-08-31 13:55:00+00	5.50
458	c9b7e40c-d8f9-4edd-8398-2b0c29318fae	2025-11-06 09:42:00+00	2025-12-04	2025-11-29 01:03:00+00	\N
370	a30a0b83-3482-464c-b0d6-c4f4b3f9def8	2024-05-03 09:48:00+00	2024-05-31	2024-06-09 05:28:00+00	2.25
276	bce02619-ab7f-4e53-9b2e-3f3b809e0f9f	2024-06-15 08:58:00+00	2024-07-13	2024-06-25 17:24:00+00	\N
439	4a44ac2d-7628-4c5d-89d0-274d7c74c3f4	2024-05-31 03:03:00+00	2024-06-28	2024-07-10 11:36:00+00	3.00
198	50e4f4e0-879f-40e6-9854-d9f9aa497891	2025-05-08 19:52:00+00	2025-06-05	2025-06-22 04:26:00+00	4.25
355	1b29cd51-6e52-4df9-8431-e2a51fd5596a	2024-10-23 19:14:00+00	2024-11-20	2024-11-05 02:47:00+00	\N
227	fbb71d06-8c4a-4ae0-8253-19d9bd616d7e	2025-01-30 07:48:00+00	2025-02-27	2025-03-04 13:09:00+00	1.25
238	f4e16f20-3fd0-4758-8db5-ddd34c84908a	2025-05-22 12:43:00+00	2025-06-19	2025-06-23 18:25:00+00	1.00
131	7604b041-e818-4d74-9571-4557a9ed5706	2025-05-23 06:07:00+00	2025-06-20	2025-05-28 12:02:00+00	\N
428	dfb26831-13a5-449e-a34f-8524655444e1	2025-12-21 14:52:00+00	2026-01-18	\N	\N
382	7d3b60ef-8be9-4eaa-b947-12cb610403eb	2025-12-04 07:21:00+00	2026-01-01	2025-12-14 19:28:00+00	\N
100	50942006-d9b4-4349-84a3-1b9237bf2131	2024-08-25 05:49:00+00	2024-09-22	2024-09-20 13:07:00+00	\N
30	0cbc9942-1384-4632-a745-9f945f35b048	2025-02-04 20:57:00+00	2025-03-04	\N	\N
273	0a750bb4-68e5-4774-8f6b-5ce93346590a	2024-06-14 00:49:00+00	2024-07-12	2024-07-05 04:13:00+00	\N
438	8e0d0095-c8e9-494a-9371-bcbb0a3de2d8	2024-04-17 22:51:00+00	2024-05-15	2024-05-04 04:09:00+00	\N
422	b4134056-8d7a-4e5c-9e71-f632a2fdc1f0	2025-01-06 07:19:00+00	2025-02-03	2025-02-15 20:30:00+00	3.00
85	a2c04c67-aac1-40fc-bf26-9150255a6fa9	2024-05-19 19:48:00+00	2024-06-16	2024-06-14 14:12:00+00	\N
379	c6425239-5e7b-4d30-af5c-f8b6b067461e	2024-05-14 17:41:00+00	2024-06-11	2024-06-30 23:52:00+00	4.75
237	ab8d9bec-a052-458e-93a9-e355131ea40b	2024-03-12 10:43:00+00	2024-04-09	2024-04-28 20:23:00+00	4.75
481	2c38446f-d5b8-493f-b390-e14752237219	2025-07-15 08:24:00+00	2025-08-12	2025-07-19 18:59:00+00	\N
358	43cf27d6-dc36-403e-9ef3-c793e64a2d72	2024-12-02 09:18:00+00	2024-12-30	2024-12-07 15:43:00+00	\N
40	40498023-7bcf-4317-bc60-3045be55b6a6	2024-05-27 11:49:00+00	2024-06-24	2024-06-06 09:18:00+00	\N
164	0998c91e-db23-4895-ba87-70664b8ea09d	2025-01-05 14:17:00+00	2025-02-02	2025-02-16 13:21:00+00	3.50
482	a992f2ce-d412-4280-8d33-9e47c537d87b	2025-08-21 21:15:00+00	2025-09-18	2025-10-03 00:48:00+00	3.75
484	c10cf7e4-94f5-4915-90d1-fd044613e8b5	2025-05-05 01:01:00+00	2025-06-02	2025-05-16 11:56:00+00	\N
215	cd3bdd5e-00ee-4de0-89e6-c62e84bb9499	2025-03-24 20:12:00+00	2025-04-21	2025-04-29 08:58:00+00	2.00
87	d60290e6-7003-4f39-8bd3-0ffd92f13a7a	2024-06-12 20:13:00+00	2024-07-10	2024-06-24 10:00:00+00	\N
83	d66076ba-6962-4825-bbfc-c194a82abec6	2024-08-13 18:28:00+00	2024-09-10	2024-09-07 14:19:00+00	\N
216	c9a2723b-82cc-4e59-bb1d-cf92db70ef36	2024-05-23 19:15:00+00	2024-06-20	2024-06-30 10:05:00+00	2.50
180	566449bf-3c8f-48b6-ab97-83cc558ded74	2025-11-15 12:26:00+00	2025-12-13	2025-11-24 16:13:00+00	\N
79	7c688410-abd9-44e6-9658-1984dc185a0d	2025-10-23 09:46:00+00	2025-11-20	2025-10-24 18:05:00+00	\N
172	2c46edd7-100e-4f2a-96df-9a37159de89b	2025-05-20 13:53:00+00	2025-06-17	2025-06-23 09:27:00+00	1.50
267	0d06583e-6eaf-4433-86d3-d48404fb7eda	2024-07-11 18:38:00+00	2024-08-08	2024-07-25 11:31:00+00	\N
331	ab0bd3c6-dbba-4da9-bafa-545c8a4e5805	2024-04-20 10:44:00+00	2024-05-18	2024-05-29 14:20:00+00	2.75
113	1ccaa50f-bfc2-425d-9708-ed28259cc540	2025-04-30 20:39:00+00	2025-05-28	2025-05-13 17:33:00+00	\N
191	6098a3d2-c357-44d8-b7da-a374cef9d4b1	2025-10-09 23:57:00+00	2025-11-06	\N	\N
460	2e8b6ac1-02f7-49fc-85da-0f09c2d9f42e	2024-02-24 20:36:00+00	2024-03-23	2024-04-14 06:50:00+00	5.50
114	e1b0875c-1be4-47d0-b793-59f3e8d331ab	2025-04-21 17:09:00+00	2025-05-19	\N	\N
88	7c2e69f5-b93b-4529-9ba3-a6c84aa940a2	2025-04-30 06:23:00+00	2025-05-28	2025-05-12 08:08:00+00	\N
391	01732d7d-03e8-4391-abf5-c01e5329ee92	2025-08-28 13:12:00+00	2025-09-25	2025-09-05 17:45:00+00	\N
14	75df8b29-77c4-451c-b6c6-26ff61823783	2024-08-30 02:16:00+00	2024-09-27	2024-09-20 15:05:00+00	\N
216	991d9c91-c9fd-4fff-ae83-9e5568695b8b	2024-09-16 10:25:00+00	2024-10-14	\N	\N
285	e8bf6cc4-fcb2-429f-9642-c5f34b5f14fc	2025-04-02 10:53:00+00	2025-04-30	2025-04-25 14:38:00+00	\N
231	4c1fa1d8-563c-4c4b-9b6d-b8c06ea8c13a	2024-11-17 01:59:00+00	2024-12-15	2024-12-07 17:58:00+00	\N
9	70162cc4-4503-4e59-a7b3-48d491b2d129	2025-08-12 05:42:00+00	2025-09-09	2025-08-15 09:20:00+00	\N
187	8c381fc7-b17b-450e-bd6e-c70dbf68fe0e	2025-05-15 16:35:00+00	2025-06-12	2025-06-03 00:55:00+00	\N
467	3d4d9952-6d5e-44e0-9a98-4ac02e1a57bf	2025-07-20 11:18:00+00	2025-08-17	2025-07-21 13:35:00+00	\N
295	9c7fdd4c-dd72-41e9-b23b-3992f7234353	2025-06-20 19:10:00+00	2025-07-18	2025-06-29 17:06:00+00	\N
456	d4c882f1-d246-4fa3-9785-edc18a557efc	2025-03-06 02:17:00+00	2025-04-03	2025-04-09 19:59:00+00	1.50
482	a5471ca4-b506-409b-9c01-7ec6639bea7e	2025-05-21 07:18:00+00	2025-06-18	2025-05-26 04:10:00+00	\N
472	f4086f4b-202a-4267-83aa-66e34e755595	2025-07-06 06:40:00+00	2025-08-03	2025-08-03 06:35:00+00	\N
420	c2f79a9b-78e4-43a4-b3ea-3aca2c6e68d1	2024-06-21 09:17:00+00	2024-07-19	2024-07-21 19:15:00+00	0.50
125	65ab86ec-ed3a-4572-9f33-14dae2d7980d	2024-06-01 07:17:00+00	2024-06-29	2024-07-07 06:46:00+00	2.00
209	fd275ee9-50d3-449f-9ad9-4b86c3f397da	2024-04-08 13:51:00+00	2024-05-06	2024-05-16 13:15:00+00	2.50
197	cd3a8847-f50b-41d8-8f01-e1a45545a186	2024-11-19 01:19:00+00	2024-12-17	2024-12-18 10:10:00+00	0.25
178	85905b44-cd87-49a2-8806-d759cb54be81	2024-03-10 01:36:00+00	2024-04-07	\N	\N
26	f795262a-86a5-461c-a0ac-5c19c4c169bf	2025-07-06 10:25:00+00	2025-08-03	2025-07-06 15:52:00+00	\N
452	1c1cfef3-a205-428a-85c6-e76a1ae354be	2025-12-09 19:10:00+00	2026-01-06	2026-01-10 11:35:00+00	1.00
164	ccedebf4-666b-49f0-bb19-5decd3947f0a	2025-11-12 20:50:00+00	2025-12-10	2025-12-26 13:07:00+00	4.00
487	a2958a4f-8a39-4d67-85bf-bf3ba8bf0136	2024-12-14 19:32:00+00	2025-01-11	2025-01-24 02:18:00+00	3.25
436	42eb97ef-10d1-4e37-8a5c-2cfe86e55e2b	2025-03-05 08:47:00+00	2025-04-02	2025-04-18 18:23:00+00	4.00
133	7787b3b5-69b5-48df-9dc3-98624e6f062b	2024-06-07 12:01:00+00	2024-07-05	2024-07-05 01:43:00+00	\N
353	f55baf8c-a1f0-4d1e-bcd3-05b7084c61e1	2024-02-07 05:06:00+00	2024-03-06	2024-03-16 14:51:00+00	2.50
112	1b8a6545-1d67-43ed-932a-6399940516fb	2024-10-09 05:35:00+00	2024-11-06	2024-10-31 22:12:00+00	\N
66	ea39296e-209d-4d62-8399-4704dd00bcdb	2024-04-13 00:25:00+00	2024-05-11	2024-05-25 17:48:00+00	3.50
380	8a232b8e-ac30-40b7-bd84-23c16b2dfa2b	2025-10-20 06:50:00+00	2025-11-17	2025-11-14 16:13:00+00	\N
34	2a9ecccd-df06-4699-81c1-d9a36cdee8d5	2024-08-03 12:18:00+00	2024-08-31	2024-08-18 18:43:00+00	\N
310	4dd00dab-edc5-4c04-9d12-1f03db05b2d2	2024-04-07 09:28:00+00	2024-05-05	2024-04-28 18:44:00+00	\N
284	dd36d1a2-f1d3-41fe-8dc9-df9938ea3f44	2025-05-13 09:37:00+00	2025-06-10	2025-07-01 10:39:00+00	5.25
276	a8f5b74a-0d98-4dbc-ab89-07043c16fc94	2024-05-31 19:17:00+00	2024-06-28	2024-07-13 20:23:00+00	3.75
144	311fc772-fcb5-49aa-b353-e0c2ee2f5733	2024-02-26 08:40:00+00	2024-03-25	2024-03-06 00:08:00+00	\N
477	9daaf0f0-133c-437f-9534-289274ffc40a	2024-11-07 03:20:00+00	2024-12-05	\N	\N
43	7aefb826-8134-43f6-8175-8ce196688c7d	2025-10-18 08:20:00+00	2025-11-15	2025-11-30 22:41:00+00	3.75
130	944bfba4-7bdc-45a1-9c7f-6041756c9c9b	2025-09-12 04:46:00+00	2025-10-10	2025-10-29 10:43:00+00	4.75
403	8dbfc708-3c58-49b6-b8e7-3e432458da71	2025-02-03 09:39:00+00	2025-03-03	2025-03-19 09:58:00+00	4.00
115	ae68234e-8bec-4bb4-b8c7-c8b403bb1ebb	2025-01-24 13:15:00+00	2025-02-21	2025-03-05 00:14:00+00	3.00
170	78042de7-7225-4e62-812a-7dbd9d3f5f02	2025-09-01 07:02:00+00	2025-09-29	2025-09-03 21:52:00+00	\N
321	10b840fb-d4a5-409a-815b-065e45a06376	2024-11-25 07:43:00+00	2024-12-23	2025-01-12 14:13:00+00	5.00
286	22fc9573-a87f-4f38-b77e-c87d693d0cc0	2024-01-03 20:50:00+00	2024-01-31	2024-02-04 00:05:00+00	1.00
38	1f321a9d-5d02-44a9-bc2a-5822841494f4	2024-05-27 07:21:00+00	2024-06-24	\N	\N
170	638ff38a-e2ca-4724-bc0a-c31f3c09c0cb	2024-07-29 04:07:00+00	2024-08-26	2024-09-17 03:05:00+00	5.50
40	5743d57e-264b-4548-a162-c1c2ed19dd3d	2025-10-10 10:58:00+00	2025-11-07	\N	\N
179	384ccadb-753c-45e7-aee8-fffc00ef7a60	2025-02-15 15:24:00+00	2025-03-15	2025-03-25 17:02:00+00	2.50
82	fff61b06-3740-4299-b6f3-1c3bfdf36679	2024-01-19 23:04:00+00	2024-02-16	2024-03-05 03:26:00+00	4.50
34	29f18eab-0276-4114-bdf4-46d2ad4387c8	2024-07-15 16:21:00+00	2024-08-12	2024-08-16 23:28:00+00	1.00
420	80f3ddf4-7c2f-4a36-aa94-0899b6dd362e	2025-08-01 19:59:00+00	2025-08-29	2025-09-18 19:10:00+00	5.00
278	032b7f3c-2f6e-4cbd-b25a-d14ab1a34f30	2025-04-27 14:58:00+00	2025-05-25	2025-05-22 01:53:00+00	\N
156	140ddbfe-081d-4137-ab3b-d16490ed10cd	2025-01-30 01:17:00+00	2025-02-27	2025-02-18 07:58:00+00	\N
127	cfd11e10-00c6-4d18-8f76-c5e014446910	2024-07-17 00:12:00+00	2024-08-14	2024-07-21 19:16:00+00	\N
218	c5b612d9-84f6-4ca8-ba1e-19e6bf5879b3	2024-03-06 12:16:00+00	2024-04-03	2024-03-14 03:15:00+00	\N
41	032b7f3c-2f6e-4cbd-b25a-d14ab1a34f30	2025-09-14 21:21:00+00	2025-10-12	\N	\N
148	0721a0a8-b30f-40da-acbf-1dd9e6e32465	2024-07-31 12:51:00+00	2024-08-28	2024-09-05 02:40:00+00	2.00
257	0473395c-d016-4d23-be98-f931ed3f286a	2024-08-01 09:26:00+00	2024-08-29	2024-09-15 22:11:00+00	4.25
222	359d4d0c-4d55-49c7-9699-6909498acb91	2024-03-22 03:55:00+00	2024-04-19	\N	\N
159	77bf9bb9-519d-4670-971c-bb210bb378f4	2024-12-07 18:27:00+00	2025-01-04	2024-12-26 03:04:00+00	\N
16	9c6977f2-2b7a-46dc-b093-dad5e311dbdb	2025-06-10 17:10:00+00	2025-07-08	2025-06-14 11:26:00+00	\N
208	817c7fd1-9ce9-40f0-8b59-094d8b9000ad	2025-08-30 03:01:00+00	2025-09-27	2025-10-09 23:12:00+00	3.00
359	a2adedec-5d35-4a47-98d7-a5d94ad26ca0	2024-12-17 11:23:00+00	2025-01-14	2024-12-24 11:26:00+00	\N
53	d4dc56ac-8085-4174-9e4d-03b48f0e3221	2025-05-29 03:09:00+00	2025-06-26	2025-06-17 14:11:00+00	\N
374	d0c812d6-1bfb-4ad1-bebe-29480b540aa7	2024-01-25 12:22:00+00	2024-02-22	2024-03-10 17:33:00+00	4.25
66	4ec74d9f-78e2-40ea-a6cc-672719734468	2025-10-14 03:59:00+00	2025-11-11	\N	\N
8	4258caa2-72b7-4c9d-b811-99d73de1f5f0	2025-03-04 11:23:00+00	2025-04-01	\N	\N
156	00181ff7-161d-4341-8f9b-68fd5be7656e	2025-01-08 14:38:00+00	2025-02-05	2025-01-24 01:53:00+00	\N
133	7adb33c1-27b7-4b08-a018-88681b3ca4d4	2024-09-17 07:08:00+00	2024-10-15	2024-10-14 09:08:00+00	\N
163	84e16909-22c3-4562-95c7-aba33d45b34b	2025-02-15 13:40:00+00	2025-03-15	2025-03-01 15:21:00+00	\N
294	1f0eb695-c140-4080-997c-01e3c6010c81	2024-03-31 16:15:00+00	2024-04-28	2024-04-02 11:44:00+00	\N
325	441af8db-6be7-45c0-9312-bfc22f5fe978	2025-03-03 03:38:00+00	2025-03-31	2025-03-14 13:21:00+00	\N
32	a7fd7cb6-fda8-4976-b378-777d80bbbda7	2024-09-04 22:57:00+00	2024-10-02	2024-10-17 06:53:00+00	3.75
203	a4593e1e-e46b-4781-85ed-c44c44602798	2025-07-17 07:57:00+00	2025-08-14	2025-08-14 11:43:00+00	\N
136	18637af1-cfe1-442a-8bd2-8d9baa3ea1ca	2024-06-03 06:34:00+00	2024-07-01	2024-06-07 22:21:00+00	\N
480	cf67ab4f-5847-433e-878a-6d96aa6f9c72	2025-11-03 02:14:00+00	2025-12-01	2025-11-10 13:23:00+00	\N
296	24b0fe27-6913-4aef-94f0-da02bd3f0e95	2025-03-10 06:30:00+00	2025-04-07	2025-04-24 19:43:00+00	4.25
223	f55848b9-eaf2-4f19-b374-1289842238d8	2025-07-08 03:13:00+00	2025-08-05	2025-07-23 09:54:00+00	\N
262	57e4d2d4-6e43-4411-91d1-e4e8e8889105	2024-04-18 10:45:00+00	2024-05-16	2024-05-29 04:59:00+00	3.25
20	fa30b7ca-691e-4292-b71d-7d87be284391	2024-10-16 00:54:00+00	2024-11-13	2024-11-01 02:05:00+00	\N
265	2bd96db7-6976-4874-a819-ed65bd56a12e	2025-02-05 08:19:00+00	2025-03-05	2025-02-16 18:12:00+00	\N
371	da17aa71-5f83-4ddc-9806-1e9f60d98a7b	2024-06-03 19:36:00+00	2024-07-01	2024-07-09 11:09:00+00	2.00
209	7dd495fc-e723-4ab5-8a47-018ac77c16d2	2025-02-05 01:02:00+00	2025-03-05	2025-03-16 23:10:00+00	2.75
144	ef69eb56-84d9-4530-bb7e-7509dc023641	2024-09-09 23:17:00+00	2024-10-07	2024-10-18 02:25:00+00	2.75
32	b9378710-c7b2-436f-8b38-f0eda0e9ce1a	2024-02-07 17:30:00+00	2024-03-06	2024-02-12 21:08:00+00	\N
439	0a330f8b-f13f-45dd-ab56-234dda972512	2025-08-30 22:37:00+00	2025-09-27	2025-10-08 15:10:00+00	2.75
434	8788f979-7c72-4876-bf0d-87c8e7701f28	2025-08-17 15:33:00+00	2025-09-14	2025-09-20 09:33:00+00	1.50
274	95876b0c-f9e9-46ce-9de3-14e6c8541424	2024-04-10 13:19:00+00	2024-05-08	2024-05-03 16:40:00+00	\N
38	e4b30ee0-6a90-4098-88b9-e681cec0dd64	2025-12-02 01:29:00+00	2025-12-30	2026-01-14 16:01:00+00	3.75
370	bee7bd36-fe36-433e-bf9b-586f7396604a	2024-05-01 16:06:00+00	2024-05-29	2024-06-10 03:30:00+00	3.00
193	d5d40e97-12f8-4256-acb4-b9133825bf94	2025-05-18 23:40:00+00	2025-06-15	2025-07-06 14:36:00+00	5.25
143	fe826f0e-dbc9-4cad-a4cb-1601207a54f0	2024-11-06 16:05:00+00	2024-12-04	2024-12-22 05:58:00+00	4.50
53	2c302781-245b-4ed7-8dac-b1ca546564b4	2025-10-05 20:44:00+00	2025-11-02	2025-10-29 03:06:00+00	\N
61	9b2fa07e-0ac7-4b16-b43d-a89bb1b85e34	2025-05-25 02:16:00+00	2025-06-22	2025-06-11 19:37:00+00	\N
75	8895113e-c51e-48d2-adea-89fd838dba48	2024-03-16 12:29:00+00	2024-04-13	\N	\N
36	131b7821-abd3-4c39-ac55-4c59b634cc1d	2024-09-13 14:29:00+00	2024-10-11	2024-10-22 23:03:00+00	2.75
146	8fd61df3-3c27-4129-b5ee-b9dd3af8f739	2024-04-28 01:00:00+00	2024-05-26	\N	\N
252	86413f62-ed41-4aa8-9fff-39e5475def3d	2025-01-07 02:53:00+00	2025-02-04	2025-01-15 14:10:00+00	\N
109	d5888e06-df1a-4d25-bfb2-bcf8160257aa	2025-01-26 07:51:00+00	2025-02-23	2025-03-08 18:42:00+00	3.25
360	30fbf6a8-2eb7-437a-b1f6-59a72f532953	2024-01-10 08:13:00+00	2024-02-07	\N	\N
207	3dab82ab-960d-4e68-b6b0-6dfde5209696	2024-12-22 08:46:00+00	2025-01-19	2025-01-30 11:50:00+00	2.75
236	ffd4dfa4-2995-4e2d-a60f-d149d5a946ee	2024-10-05 09:27:00+00	2024-11-02	2024-10-10 21:21:00+00	\N
346	3dd89047-a2e7-4508-978d-4d652bb7181f	2025-02-05 02:54:00+00	2025-03-05	\N	\N
349	dfb26831-13a5-449e-a34f-8524655444e1	2024-08-04 10:54:00+00	2024-09-01	2024-09-12 13:24:00+00	2.75
351	6660c451-a98b-404c-9f5b-b7b9d0c2a27d	2025-09-05 11:42:00+00	2025-10-03	2025-10-15 02:30:00+00	3.00
417	2fb69475-fa78-4371-b64d-a3455117320f	2025-02-12 20:57:00+00	2025-03-12	2025-02-26 07:51:00+00	\N
172	605ca097-6978-4de8-91fa-162d5678f0c5	2024-02-29 18:51:00+00	2024-03-28	2024-04-11 06:22:00+00	3.50
491	79a7807e-fa5d-44c7-bf7d-866476b26619	2025-06-02 01:39:00+00	2025-06-30	2025-07-17 07:15:00+00	4.25
57	9bdc85bb-7a17-4949-a2d6-538fb43e149a	2025-09-23 20:41:00+00	2025-10-21	2025-10-05 02:26:00+00	\N
34	44836d6d-47bd-4ae5-8976-f4a0fac34dd0	2024-04-20 17:34:00+00	2024-05-18	2024-06-07 11:46:00+00	5.00
469	1b04c057-41f2-492e-86e4-1b6c1dbd892c	2025-08-03 14:01:00+00	2025-08-31	\N	\N
247	45160d33-c3b2-4515-9b59-72004a6200e7	2025-09-22 19:44:00+00	2025-10-20	2025-11-05 07:55:00+00	4.00
237	4b20f0ad-3ea2-474e-a6a8-6e66fa3d112d	2024-04-27 16:26:00+00	2024-05-25	2024-04-29 09:13:00+00	\N
383	10b840fb-d4a5-409a-815b-065e45a06376	2025-12-12 09:53:00+00	2026-01-09	2026-01-10 11:38:00+00	0.25
115	ff422fcb-3ded-4ce9-a43b-b82003237c41	2025-10-13 10:09:00+00	2025-11-10	2025-11-14 08:33:00+00	1.00
380	ebbfa487-ffce-402c-a0c4-72bdcc057342	2024-07-03 05:30:00+00	2024-07-31	2024-07-31 18:32:00+00	\N
416	038644b3-862d-4c9a-bd6c-929f86ffadcc	2024-12-11 04:14:00+00	2025-01-08	2025-01-19 20:50:00+00	2.75
47	004712f9-87d6-4a8c-baac-a4aad5cbd797	2024-01-13 14:59:00+00	2024-02-10	2024-02-15 11:42:00+00	1.25
287	44f4b8f5-6b3d-4a25-bb5a-c1c24a89ea00	2024-03-23 16:02:00+00	2024-04-20	\N	\N
204	46950f21-0342-4d85-afaa-bbc60b98d22c	2025-12-15 15:18:00+00	2026-01-12	2025-12-24 07:41:00+00	\N
409	c0d90a59-4870-4fd5-8184-e4aa9813e2d0	2025-01-24 10:46:00+00	2025-02-21	2025-03-03 08:00:00+00	2.50
296	c2d63f7d-da11-4f78-94f1-bbda68933b61	2024-05-06 19:29:00+00	2024-06-03	2024-06-19 04:38:00+00	4.00
333	739fe243-4aee-4f7e-b6a7-e3e289819f0d	2025-06-17 15:39:00+00	2025-07-15	2025-07-22 05:48:00+00	1.75
303	facd3b65-2d0a-41ab-8ac5-c09b90e578bb	2024-08-15 01:07:00+00	2024-09-12	\N	\N
107	b683483c-828d-4d0e-b257-7c9b10eb64cb	2025-08-29 04:11:00+00	2025-09-26	2025-08-31 23:03:00+00	\N
26	466e8e61-4f61-410f-a462-f681fb5743fd	2024-06-09 23:56:00+00	2024-07-07	2024-07-03 19:35:00+00	\N
247	f13daadb-eab4-42b6-913b-bdae63c4d6b9	2025-01-30 13:34:00+00	2025-02-27	2025-02-27 06:06:00+00	\N
160	35b700ee-2fc5-41a5-b7d7-87de9145aca6	2024-01-25 21:19:00+00	2024-02-22	\N	\N
159	8a232b8e-ac30-40b7-bd84-23c16b2dfa2b	2024-02-03 13:10:00+00	2024-03-02	2024-02-26 18:27:00+00	\N
426	c6d03a3c-3a9a-4f8a-9197-7f992d041041	2024-11-20 06:22:00+00	2024-12-18	2024-12-27 20:24:00+00	2.25
387	4a44ac2d-7628-4c5d-89d0-274d7c74c3f4	2024-06-11 08:11:00+00	2024-07-09	\N	\N
17	35b700ee-2fc5-41a5-b7d7-87de9145aca6	2024-03-13 10:46:00+00	2024-04-10	2024-03-23 04:46:00+00	\N
375	4a2739bb-0042-4bb2-87c4-ffb57783879a	2024-03-11 02:40:00+00	2024-04-08	2024-03-16 06:21:00+00	\N
32	b2ae38e8-394b-4b39-a747-11acc95989c6	2024-07-29 00:12:00+00	2024-08-26	2024-09-03 03:59:00+00	2.00
210	fe3aa1c4-8cbe-4acc-9b9d-1f6ff249ffda	2024-08-01 12:07:00+00	2024-08-29	2024-09-11 10:36:00+00	3.25
440	f7784be5-e110-4186-872d-d2fd428c8db6	2025-07-27 16:24:00+00	2025-08-24	2025-07-28 15:29:00+00	\N
470	8d0065ed-93d1-451a-8e9a-5a89d7c5aa58	2025-12-11 01:25:00+00	2026-01-08	2025-12-21 18:36:00+00	\N
477	b3995f1f-3826-4659-8437-0912f1f62bfe	2025-12-21 05:39:00+00	2026-01-18	\N	\N
438	0f387ba1-9996-4800-a0ae-981f3f9f9dbc	2024-11-01 08:40:00+00	2024-11-29	2024-11-14 14:27:00+00	\N
136	cbbd8dcb-08bc-4a42-96b3-182a3bef397b	2024-08-04 16:14:00+00	2024-09-01	2024-08-13 00:59:00+00	\N
316	fa4b4922-28a2-440c-95c4-4e4c270333c2	2025-10-02 14:53:00+00	2025-10-30	2025-10-15 14:31:00+00	\N
452	2f3dd7a1-87c5-4c00-a773-15f061d29c3c	2025-10-29 06:49:00+00	2025-11-26	2025-11-13 10:30:00+00	\N
473	c1349023-324d-4590-869e-5783e962863a	2025-07-15 21:50:00+00	2025-08-12	2025-07-21 19:44:00+00	\N
121	a2736719-025e-47b6-9047-76d9a3c4bac2	2024-05-25 06:13:00+00	2024-06-22	2024-06-22 01:02:00+00	\N
481	dcc5a96f-7801-4a46-a740-4a45af171790	2024-03-21 16:35:00+00	2024-04-18	2024-04-23 03:07:00+00	1.25
116	2ed973ec-cb63-468c-abf0-bfeb6b76c911	2025-09-06 16:04:00+00	2025-10-04	2025-10-13 10:41:00+00	2.25
498	1f321a9d-5d02-44a9-bc2a-5822841494f4	2025-04-04 00:47:00+00	2025-05-02	2025-04-13 22:22:00+00	\N
230	352bf505-aad0-4092-8bb1-d89019a98474	2025-03-31 04:26:00+00	2025-04-28	\N	\N
471	f21fbf39-ad7b-4d5c-85bf-09ba34a55f35	2025-05-14 02:19:00+00	2025-06-11	2025-05-24 00:27:00+00	\N
411	abf0c450-2cfd-4870-bae3-7adcd4e49ce4	2025-05-23 03:03:00+00	2025-06-20	2025-07-06 07:41:00+00	4.00
29	674bb2b9-6a4d-473a-8b15-f088f5873a0a	2025-09-19 19:28:00+00	2025-10-17	2025-10-11 14:31:00+00	\N
160	8ff67e74-5f31-4d08-8dd9-395d20b78f1d	2024-08-06 18:59:00+00	2024-09-03	2024-08-22 13:58:00+00	\N
159	6416fdb1-df8c-4c24-925b-7c2cb5a4a703	2025-10-26 21:29:00+00	2025-11-23	2025-11-05 09:43:00+00	\N
329	ade7286d-ff70-4637-9473-696b606cbee2	2025-10-28 08:43:00+00	2025-11-25	\N	\N
382	ec1881ea-0ad5-475f-86cb-ae0603734b55	2025-08-07 03:15:00+00	2025-09-04	2025-09-16 23:03:00+00	3.00
326	8b7e1406-bf99-4103-aad9-a212e741c87c	2024-10-29 19:38:00+00	2024-11-26	2024-11-20 19:51:00+00	\N
73	fbb71d06-8c4a-4ae0-8253-19d9bd616d7e	2024-04-05 08:16:00+00	2024-05-03	2024-04-13 13:06:00+00	\N
314	631932ca-945f-471f-a652-0a483a7bbf31	2024-07-17 13:40:00+00	2024-08-14	2024-07-27 22:51:00+00	\N
26	c9262fad-75b0-47bb-94e8-9afb11d9e676	2024-06-29 04:59:00+00	2024-07-27	\N	\N
72	a2958a4f-8a39-4d67-85bf-bf3ba8bf0136	2025-05-29 00:14:00+00	2025-06-26	2025-06-17 06:58:00+00	\N
358	d8b0275d-38d4-4408-ac10-8e6eea69c204	2025-05-19 07:24:00+00	2025-06-16	2025-06-02 10:34:00+00	\N
419	abf947ee-aa86-40ce-a4c9-db23ebf9628c	2024-04-18 19:58:00+00	2024-05-16	2024-05-20 13:13:00+00	1.00
497	f6e1e7c2-b5dc-4d6f-9aa8-c97fc3cfeff0	2025-12-09 01:24:00+00	2026-01-06	2026-01-13 05:10:00+00	1.75
396	4226a9e4-cc40-42b3-94e7-5deec7f719d2	2025-10-02 03:57:00+00	2025-10-30	\N	\N
403	7843d01d-2ec7-4f3a-bb1b-eed30c643848	2024-05-10 07:06:00+00	2024-06-07	2024-05-27 20:30:00+00	\N
5	5ba8be16-0137-4588-9b35-b57ab5bd2027	2024-04-23 06:16:00+00	2024-05-21	2024-05-09 19:22:00+00	\N
175	1281c6d1-a444-4f93-b2c1-f13b6b28094d	2025-11-12 05:44:00+00	2025-12-10	2025-12-16 08:25:00+00	1.50
208	5988ad23-54b8-47b4-aeaf-9397479b7204	2025-01-17 09:41:00+00	2025-02-14	2025-02-26 10:30:00+00	3.00
142	15234853-7ee8-4541-b7b2-3bd3d495a8b0	2024-07-02 05:59:00+00	2024-07-30	2024-08-11 17:51:00+00	3.00
1	91bdf4fd-9d04-42c8-9868-0b08bb6e2df8	2024-07-31 03:14:00+00	2024-08-28	2024-08-18 22:27:00+00	\N
27	8b07154a-e40e-4c7d-bc5f-66e48ffa5db7	2024-04-02 00:58:00+00	2024-04-30	\N	\N
75	5f22d756-6d79-4108-ade9-4cf57ab3a09e	2025-12-11 01:34:00+00	2026-01-08	2026-01-11 00:50:00+00	0.75
120	fe88373a-e0bf-4e32-99ed-10c4cec0292d	2024-01-19 05:40:00+00	2024-02-16	2024-02-20 06:27:00+00	1.00
261	567c27ff-8dcf-40a1-89f8-b4808fbb408b	2025-10-01 15:00:00+00	2025-10-29	2025-10-03 12:26:00+00	\N
179	45283156-2770-4b78-b33a-0053581470a5	2024-07-04 13:11:00+00	2024-08-01	2024-07-10 18:22:00+00	\N
43	29ed81be-acde-4d4b-9e45-99d3a71e194b	2025-02-16 00:30:00+00	2025-03-16	2025-04-01 13:11:00+00	4.00
476	0303e61d-7df1-496a-a4e8-14d7b2dc7351	2025-02-10 18:48:00+00	2025-03-10	2025-02-25 06:06:00+00	\N
50	9a3ea6bf-1fc8-4b3e-8b62-c22afdb257dd	2025-12-28 13:46:00+00	2026-01-25	2026-02-07 05:44:00+00	3.25
3	f43a7aa3-2a7d-4918-930a-397395506c28	2025-07-21 23:04:00+00	2025-08-18	2025-08-24 14:46:00+00	1.50
250	6b8329de-01af-48d6-9499-1f40b7326011	2025-10-06 21:30:00+00	2025-11-03	2025-11-12 16:25:00+00	2.25
349	a062b8af-04bd-4667-8a02-1357cebee45a	2025-09-09 19:42:00+00	2025-10-07	2025-10-22 04:38:00+00	3.75
434	982bbcd2-382f-4e6c-8d50-7771f04fa525	2024-12-03 11:25:00+00	2024-12-31	2024-12-04 01:07:00+00	\N
220	950427ec-b6e4-41d3-b0d0-ceec885acb2e	2024-11-29 02:56:00+00	2024-12-27	2024-12-30 17:08:00+00	0.75
225	3ec46c5b-c8e2-4fc2-a02f-5264162422d6	2024-02-06 12:36:00+00	2024-03-05	\N	\N
372	a5b93e17-fccf-4b00-8b5a-302ce4a50585	2024-07-28 10:27:00+00	2024-08-25	\N	\N
478	523cca05-992e-4666-8d05-200ada1cf995	2024-03-24 19:16:00+00	2024-04-21	2024-04-11 12:09:00+00	\N
377	e8bf6cc4-fcb2-429f-9642-c5f34b5f14fc	2024-10-21 04:56:00+00	2024-11-18	2024-11-14 09:15:00+00	\N
113	7754268b-1b55-4bb4-804d-92d6490ab868	2025-02-05 07:44:00+00	2025-03-05	2025-03-14 12:29:00+00	2.25
344	b754b76b-997f-4e0c-961e-4fb400b555f3	2025-01-10 19:56:00+00	2025-02-07	2025-02-17 06:34:00+00	2.50
249	c81f9841-8ff4-454d-aa20-db0215a9e10b	2024-09-26 21:46:00+00	2024-10-24	2024-11-15 18:23:00+00	5.50
71	45815624-962d-438f-9d4f-2bd0abc3e7c9	2025-08-16 01:24:00+00	2025-09-13	2025-09-23 04:17:00+00	2.50
127	b7042283-ea42-49ad-b9c6-d8016b435f4b	2025-08-29 17:03:00+00	2025-09-26	2025-09-18 20:01:00+00	\N
143	7f0d9356-3845-4484-a7e9-af443f954396	2025-09-16 18:48:00+00	2025-10-14	2025-10-14 19:47:00+00	\N
441	fc9c3e85-90a0-43e3-ad50-7d44de4dd2d4	2024-01-31 19:39:00+00	2024-02-28	2024-02-06 13:34:00+00	\N
110	3f3180b7-1964-4018-88c3-571269fed904	2024-08-23 20:30:00+00	2024-09-20	2024-09-07 23:33:00+00	\N
481	bee7bd36-fe36-433e-bf9b-586f7396604a	2024-11-19 22:40:00+00	2024-12-17	\N	\N
179	e9e7d87d-e491-4e44-b96a-bf2a51ff1b61	2024-04-29 23:50:00+00	2024-05-27	2024-05-27 15:53:00+00	\N
208	7942fbdb-1302-4621-b0c4-ad76ce15d6a7	2024-07-26 04:44:00+00	2024-08-23	2024-08-10 04:22:00+00	\N
361	e2fe180b-d950-4b20-ab01-f3d1558a605e	2024-07-13 05:00:00+00	2024-08-10	2024-08-10 05:24:00+00	\N
66	1f321a9d-5d02-44a9-bc2a-5822841494f4	2025-03-31 03:35:00+00	2025-04-28	2025-04-03 06:15:00+00	\N
62	590d215a-f41c-4d51-89b7-1fae955dce98	2024-05-13 17:29:00+00	2024-06-10	2024-06-15 06:04:00+00	1.25
20	774e1ec8-0948-4eed-88e4-887d3214111c	2024-12-31 07:48:00+00	2025-01-28	2025-02-07 09:36:00+00	2.50
326	0473395c-d016-4d23-be98-f931ed3f286a	2025-10-07 10:18:00+00	2025-11-04	\N	\N
184	4421178a-62dd-48ce-b9b5-4da9346720cd	2024-11-23 09:24:00+00	2024-12-21	2024-12-29 17:06:00+00	2.00
192	2a651896-aad8-4690-916a-6e1648b90d29	2024-01-21 20:31:00+00	2024-02-18	2024-01-29 10:13:00+00	\N
79	b495d3fb-de18-430d-8373-c9389831014f	2025-03-18 16:00:00+00	2025-04-15	2025-04-23 14:25:00+00	2.00
315	7787b3b5-69b5-48df-9dc3-98624e6f062b	2024-03-31 18:46:00+00	2024-04-28	2024-04-07 22:22:00+00	\N
219	5126cedc-c717-41fe-bdb4-d416e3621244	2024-02-07 02:57:00+00	2024-03-06	2024-03-23 17:31:00+00	4.25
474	50e4f4e0-879f-40e6-9854-d9f9aa497891	2024-06-28 20:03:00+00	2024-07-26	2024-07-02 13:02:00+00	\N
226	d181928c-5acd-4e6c-986e-b9256cd0c716	2024-02-05 13:35:00+00	2024-03-04	2024-03-25 09:24:00+00	5.25
322	b809a9e5-129d-4d99-aaca-426099a68d91	2025-07-06 12:31:00+00	2025-08-03	2025-08-12 07:40:00+00	2.25
460	7ae5316d-c4cd-4a0b-8803-ad7a08a3b744	2024-07-27 15:06:00+00	2024-08-24	2024-09-07 13:27:00+00	3.50
199	adafdb5d-0515-45d0-9e12-b8eaf2958d80	2024-07-21 12:03:00+00	2024-08-18	2024-07-23 13:49:00+00	\N
317	1f85641b-a310-4edd-b82e-248eff9e5638	2025-10-30 05:18:00+00	2025-11-27	2025-12-17 18:30:00+00	5.00
325	8e16e7d6-db5a-46cb-a741-76cdeb0228d8	2025-05-21 19:13:00+00	2025-06-18	2025-06-24 02:45:00+00	1.50
180	cff63afc-5b68-4324-8c94-c67cdb9b9e18	2025-06-24 04:58:00+00	2025-07-22	2025-08-07 16:59:00+00	4.00
445	a3ac6672-59e1-495b-840d-f32bd3ad031b	2025-07-03 05:32:00+00	2025-07-31	\N	\N
308	ee55cd05-1e86-48e9-b875-1fefc19a7684	2025-03-09 15:29:00+00	2025-04-06	2025-04-22 10:40:00+00	4.00
175	7604b041-e818-4d74-9571-4557a9ed5706	2024-09-23 15:24:00+00	2024-10-21	2024-10-13 05:27:00+00	\N
409	5a788f31-7f14-4891-a43e-276372300e2a	2025-10-04 23:19:00+00	2025-11-01	2025-10-07 20:35:00+00	\N
498	44620af4-502a-4668-b31c-01faeb82452d	2024-09-10 15:25:00+00	2024-10-08	2024-09-20 03:10:00+00	\N
355	e3cf77bd-5127-4ed4-a1d8-17e1d175ac53	2025-11-30 23:39:00+00	2025-12-28	2025-12-12 01:46:00+00	\N
196	982bbcd2-382f-4e6c-8d50-7771f04fa525	2025-01-21 00:57:00+00	2025-02-18	2025-03-09 04:41:00+00	4.75
361	944ebd53-54eb-4a53-a5fa-f61f3caee56a	2025-01-27 16:36:00+00	2025-02-24	2025-03-13 00:49:00+00	4.25
184	a09e3d8c-4ee3-4f74-95e3-0fbbe0fe9eda	2025-01-14 13:22:00+00	2025-02-11	2025-03-03 15:35:00+00	5.00
396	0473395c-d016-4d23-be98-f931ed3f286a	2025-08-20 12:13:00+00	2025-09-17	2025-09-05 09:21:00+00	\N
260	97e05cb4-dd9a-4faa-95bf-3c9d153ef095	2025-07-12 19:16:00+00	2025-08-09	\N	\N
308	5e976b14-cf4e-462b-9ba9-a6d1ababc0df	2024-11-30 03:33:00+00	2024-12-28	2024-12-11 04:21:00+00	\N
163	9255ee2c-57fd-4c67-b88b-cbf703c5c77f	2025-04-23 06:33:00+00	2025-05-21	2025-06-11 23:03:00+00	5.25
275	a2958a4f-8a39-4d67-85bf-bf3ba8bf0136	2024-02-24 08:10:00+00	2024-03-23	2024-03-09 14:22:00+00	\N
495	4f69001c-0f14-4a8f-924e-cea5d7a6f6fa	2024-07-14 14:47:00+00	2024-08-11	\N	\N
126	5cf21fff-a956-4d4b-8fa1-51e033cc1474	2024-01-16 10:13:00+00	2024-02-13	2024-02-26 08:17:00+00	3.25
245	60862993-f05e-4b5f-a53e-ac83b5c3f77d	2024-07-31 00:57:00+00	2024-08-28	\N	\N
118	97e05cb4-dd9a-4faa-95bf-3c9d153ef095	2024-03-02 15:00:00+00	2024-03-30	2024-03-19 22:14:00+00	\N
269	4fc4e8bf-cf53-446d-a090-26e8ab681768	2025-02-09 00:15:00+00	2025-03-09	2025-03-22 05:00:00+00	3.25
284	b6d6c8b3-c480-4e1b-a6a4-a1cdd2c8cc50	2025-07-09 08:29:00+00	2025-08-06	2025-07-18 11:10:00+00	\N
4	cbbd8dcb-08bc-4a42-96b3-182a3bef397b	2024-10-19 20:58:00+00	2024-11-16	2024-11-03 04:38:00+00	\N
395	f4086f4b-202a-4267-83aa-66e34e755595	2025-03-06 16:00:00+00	2025-04-03	2025-03-09 00:39:00+00	\N
106	d753d9a3-44c9-40c3-ae16-5d0e03b26439	2024-03-15 17:40:00+00	2024-04-12	\N	\N
322	f3d02fb2-02a0-489a-990b-9824ab32271d	2024-03-03 15:47:00+00	2024-03-31	\N	\N
391	9a3ea6bf-1fc8-4b3e-8b62-c22afdb257dd	2024-11-09 19:18:00+00	2024-12-07	2024-12-08 13:34:00+00	0.25
27	f2eb2bac-3ec2-431d-b90e-9eb06ba76f08	2025-01-03 18:46:00+00	2025-01-31	2025-01-23 08:05:00+00	\N
406	d60290e6-7003-4f39-8bd3-0ffd92f13a7a	2025-11-25 06:15:00+00	2025-12-23	2025-12-28 12:16:00+00	1.25
128	208a9866-1122-49de-a847-a5aa5ca77e7c	2024-08-22 00:40:00+00	2024-09-19	2024-09-12 20:30:00+00	\N
17	843a7c5f-7359-4a08-a73c-e7e7fcf13be2	2025-09-14 01:00:00+00	2025-10-12	2025-10-23 15:43:00+00	2.75
263	3a3e4786-e25f-4e83-a169-cada017880e5	2024-11-16 14:25:00+00	2024-12-14	2024-11-24 04:12:00+00	\N
10	4a2739bb-0042-4bb2-87c4-ffb57783879a	2025-12-07 12:01:00+00	2026-01-04	2025-12-21 04:17:00+00	\N
56	70162cc4-4503-4e59-a7b3-48d491b2d129	2025-02-05 07:39:00+00	2025-03-05	2025-02-14 18:58:00+00	\N
301	a7e41b2e-03f3-47d8-a9a5-55271a06b857	2024-12-14 16:02:00+00	2025-01-11	2025-01-13 13:18:00+00	0.50
10	84e16909-22c3-4562-95c7-aba33d45b34b	2024-02-24 09:31:00+00	2024-03-23	2024-02-27 09:45:00+00	\N
77	45b912b8-bad2-443a-b12a-94abc710687a	2024-08-23 08:03:00+00	2024-09-20	2024-09-29 11:57:00+00	2.25
179	8788f979-7c72-4876-bf0d-87c8e7701f28	2025-06-15 06:11:00+00	2025-07-13	2025-08-02 00:14:00+00	5.00
343	dd36d1a2-f1d3-41fe-8dc9-df9938ea3f44	2025-12-18 11:19:00+00	2026-01-15	2025-12-23 04:16:00+00	\N
263	59eed4ff-1cc0-4273-9057-fc8839d2130c	2024-02-24 18:35:00+00	2024-03-23	2024-04-07 20:13:00+00	3.75
470	69b05a71-99c0-4b9f-96b5-3f645a078b63	2024-10-08 18:53:00+00	2024-11-05	2024-10-27 14:45:00+00	\N
351	36d75b3a-a5cb-4d96-9ccf-cfe94c0d07ad	2025-09-29 22:13:00+00	2025-10-27	2025-10-22 21:53:00+00	\N
67	1a4ab319-82c0-41d6-a21d-81dac45eb7ab	2024-09-28 05:04:00+00	2024-10-26	2024-10-31 08:21:00+00	1.25
146	cbed97b8-2ce9-4a10-96fe-67f450ae2832	2024-03-31 08:32:00+00	2024-04-28	2024-03-31 15:24:00+00	\N
363	066e814e-aa9b-4ddf-9a9b-6151353637b0	2025-11-11 11:14:00+00	2025-12-09	2025-12-11 00:06:00+00	0.50
147	29cb7e6e-aad2-47d4-a621-d0ff2dd6dd58	2025-03-02 22:04:00+00	2025-03-30	2025-03-05 06:52:00+00	\N
10	ba8a8bfe-a7e8-46f3-9031-f144cef8d99a	2025-12-06 05:17:00+00	2026-01-03	\N	\N
332	69fa7a08-f299-488e-b849-f8491be9361e	2025-12-19 12:47:00+00	2026-01-16	\N	\N
440	1a4ab319-82c0-41d6-a21d-81dac45eb7ab	2025-02-22 13:46:00+00	2025-03-22	2025-03-14 15:55:00+00	\N
111	523cca05-992e-4666-8d05-200ada1cf995	2024-10-02 21:52:00+00	2024-10-30	\N	\N
124	35d7bddc-6d36-4a6a-b9a7-08df43cc842c	2025-10-18 23:40:00+00	2025-11-15	2025-10-24 06:05:00+00	\N
458	140ddbfe-081d-4137-ab3b-d16490ed10cd	2024-11-15 02:26:00+00	2024-12-13	\N	\N
192	1f971127-9c73-4c02-8822-08dc1b8442dc	2025-12-12 01:13:00+00	2026-01-09	2026-01-29 14:45:00+00	5.00
389	c9c48e77-8b8b-4922-8bd7-879af8cfcd51	2025-04-06 14:59:00+00	2025-05-04	2025-04-08 07:49:00+00	\N
154	9742f842-7667-438d-9d85-3db563111869	2024-04-02 12:49:00+00	2024-04-30	2024-05-21 05:10:00+00	5.25
226	b7cf1738-4734-4b77-a58b-a02c6979c607	2025-07-27 14:25:00+00	2025-08-24	2025-09-05 23:56:00+00	3.00
164	b6e4631e-ee1c-4057-9783-b4713571b34e	2025-05-06 22:32:00+00	2025-06-03	2025-05-12 04:37:00+00	\N
338	46950f21-0342-4d85-afaa-bbc60b98d22c	2025-11-23 08:10:00+00	2025-12-21	2025-12-14 16:54:00+00	\N
253	980418c3-4fdb-4d68-912e-0e9f0e3b12cf	2025-09-02 19:09:00+00	2025-09-30	2025-09-25 05:14:00+00	\N
243	1fc670bc-bae1-46d8-a388-68329bbdd301	2025-05-24 19:55:00+00	2025-06-21	2025-05-29 14:14:00+00	\N
385	8ed3034f-0fbc-479c-9a57-5395d54be571	2024-07-12 23:47:00+00	2024-08-09	2024-08-10 12:17:00+00	0.25
46	9be7f9e9-0c99-4ba4-adc9-9ae0e01dc5ca	2025-04-24 22:54:00+00	2025-05-22	2025-05-19 14:08:00+00	\N
444	bda2a93e-39ef-4201-ba15-d563b019919d	2024-08-08 17:58:00+00	2024-09-05	2024-09-02 14:21:00+00	\N
389	39ca1cd8-5a9e-40f6-9bc5-7a9d2cb6fccb	2024-11-21 09:10:00+00	2024-12-19	2024-11-27 00:37:00+00	\N
44	e4e6895c-e343-4554-a327-3c6b496ca2d6	2025-08-14 01:21:00+00	2025-09-11	\N	\N
275	fd275ee9-50d3-449f-9ad9-4b86c3f397da	2025-10-28 08:26:00+00	2025-11-25	2025-12-02 15:53:00+00	1.75
16	8e564b7a-d30c-4a34-bcff-afbbe7905135	2024-04-30 08:34:00+00	2024-05-28	2024-06-13 18:21:00+00	4.00
393	3cc341a6-aa70-4e61-be27-666b2bdcf9ed	2024-01-25 18:21:00+00	2024-02-22	2024-02-18 17:45:00+00	\N
183	0b4da21e-3f8e-4acf-823a-b0c2b8a4ad6b	2024-12-22 07:35:00+00	2025-01-19	2025-01-31 04:06:00+00	3.00
252	69be427e-6399-4e37-95a7-9224660219ef	2024-06-06 18:21:00+00	2024-07-04	2024-07-04 21:30:00+00	\N
6	31365f8a-2c8e-469b-8a4a-b5a9b779da70	2024-05-26 10:12:00+00	2024-06-23	2024-05-28 02:43:00+00	\N
243	8b5546b2-9eac-4063-a575-c48d1ebed9a4	2025-04-24 01:15:00+00	2025-05-22	2025-05-17 09:03:00+00	\N
452	a66c863e-c462-47f9-9e76-7f6e7285044e	2025-04-04 09:00:00+00	2025-05-02	2025-04-27 15:33:00+00	\N
334	c7e3d523-41f0-415b-a27b-ad2dc0a68fd5	2024-11-12 13:15:00+00	2024-12-10	2024-12-17 03:47:00+00	1.75
435	0998c91e-db23-4895-ba87-70664b8ea09d	2025-04-11 04:40:00+00	2025-05-09	\N	\N
216	22fc9573-a87f-4f38-b77e-c87d693d0cc0	2024-02-16 01:06:00+00	2024-03-15	2024-03-26 20:54:00+00	2.75
195	8e564b7a-d30c-4a34-bcff-afbbe7905135	2025-10-21 21:30:00+00	2025-11-18	2025-11-11 05:04:00+00	\N
278	2a9ecccd-df06-4699-81c1-d9a36cdee8d5	2024-06-03 06:44:00+00	2024-07-01	2024-07-03 17:09:00+00	0.50
373	d3ed97a3-eda2-44bd-a90c-8a9c03083388	2025-12-04 06:58:00+00	2026-01-01	2025-12-31 05:20:00+00	\N
476	9698b4fd-2954-47db-91b9-c318ef3b13aa	2025-02-23 12:21:00+00	2025-03-23	2025-03-14 04:34:00+00	\N
212	6290f5e2-2571-4fe0-b2c3-f61a31d6eb8f	2024-10-10 03:48:00+00	2024-11-07	2024-11-19 05:43:00+00	3.00
404	26d2f482-e25a-49e6-8654-07c684ea3cbe	2025-11-01 15:23:00+00	2025-11-29	2025-11-04 19:27:00+00	\N
193	2fbeb0b0-c98b-42fe-901d-f6796fd817fc	2024-07-05 19:29:00+00	2024-08-02	2024-08-13 22:39:00+00	2.75
409	099d3f81-e752-482f-b702-590014e151f1	2025-02-01 17:06:00+00	2025-03-01	2025-02-04 06:49:00+00	\N
382	4b144ea0-491f-4d5d-8000-53b8153cb3d5	2024-05-04 19:37:00+00	2024-06-01	2024-06-15 07:06:00+00	3.50
144	a18a6af7-b0da-480b-a5ab-d4bfecf24a5b	2024-07-15 16:04:00+00	2024-08-12	2024-07-24 13:00:00+00	\N
484	2423188e-2994-49f0-b0e4-5e4336c0dc60	2025-11-02 17:20:00+00	2025-11-30	\N	\N
340	379d1c06-0c84-4ccc-a8eb-dd9a8c5e2ad4	2025-12-18 22:59:00+00	2026-01-15	\N	\N
412	cc1a71dc-1d34-4e32-a0ca-bb8892855bc6	2025-06-20 16:12:00+00	2025-07-18	\N	\N
28	53e797e0-8fd7-4d97-97d1-49157383b221	2024-06-29 15:51:00+00	2024-07-27	2024-08-16 00:14:00+00	5.00
146	b6e4631e-ee1c-4057-9783-b4713571b34e	2024-12-02 12:55:00+00	2024-12-30	2024-12-11 20:12:00+00	\N
14	08b47ead-24af-4e94-a7f4-c34b89659cf0	2025-11-26 19:13:00+00	2025-12-24	2025-11-30 17:34:00+00	\N
142	5b6929c4-4c6c-45e8-ba9c-e6cf342a1e43	2025-08-02 14:38:00+00	2025-08-30	2025-09-15 02:51:00+00	4.00
4	ee55cd05-1e86-48e9-b875-1fefc19a7684	2024-09-05 12:39:00+00	2024-10-03	2024-10-16 10:44:00+00	3.25
453	9fda1009-878e-4b41-81aa-029ed6796c43	2024-08-29 09:42:00+00	2024-09-26	2024-09-07 16:33:00+00	\N
77	58cf9833-2033-48b9-8a9a-87d15137840b	2024-06-06 04:25:00+00	2024-07-04	\N	\N
72	8c8b0be1-242f-49d7-b5f3-3ab3d4f6cd35	2024-06-03 12:26:00+00	2024-07-01	2024-07-01 10:37:00+00	\N
427	a8196888-953b-4676-bd9f-09077ad37095	2024-09-05 05:29:00+00	2024-10-03	2024-09-25 11:44:00+00	\N
481	d6f413f1-9b04-4d4a-8b8d-a68c88fac951	2025-02-08 05:17:00+00	2025-03-08	2025-03-19 01:23:00+00	2.75
435	eab84267-edbe-4f84-bcc0-67a7559af627	2025-08-26 06:09:00+00	2025-09-23	2025-10-11 06:35:00+00	4.50
394	1b0f95db-c00a-4ab1-adfe-2cf2f5c25299	2024-05-25 07:31:00+00	2024-06-22	2024-07-09 08:58:00+00	4.25
2	f898809e-401a-4dec-af57-3c3927f0ad52	2025-01-23 20:50:00+00	2025-02-20	\N	\N
458	64e9ca04-604d-4015-9251-549eb1a43973	2024-03-29 16:03:00+00	2024-04-26	2024-04-05 13:09:00+00	\N
79	a87ded3d-f4cb-4a5d-80cb-098e4aa88050	2025-10-30 12:22:00+00	2025-11-27	2025-10-31 22:34:00+00	\N
198	039a4bd1-27b4-4c12-804b-5d7f1dab905a	2025-04-27 13:58:00+00	2025-05-25	\N	\N
54	a970de29-d59f-4aec-ad4f-5b2f33f86ba7	2024-06-04 00:15:00+00	2024-07-02	2024-07-04 07:42:00+00	0.50
174	45bf7ded-4675-449b-9193-5ba42e089ec4	2024-10-28 09:10:00+00	2024-11-25	2024-11-04 22:33:00+00	\N
356	ae83c6c2-1b3d-43e1-a885-2d4d99b2db17	2025-10-21 16:42:00+00	2025-11-18	2025-11-13 15:18:00+00	\N
394	d476c72c-c94b-482b-90e6-04f297e1437f	2025-03-31 00:58:00+00	2025-04-28	\N	\N
276	d66919aa-eac1-4b0d-bb42-79d9cdeb9d99	2024-11-09 00:02:00+00	2024-12-07	2024-11-20 23:20:00+00	\N
242	3dab82ab-960d-4e68-b6b0-6dfde5209696	2025-09-18 16:12:00+00	2025-10-16	2025-10-05 00:28:00+00	\N
432	5532995c-c7d5-4c6e-af84-3a702923409e	2024-03-04 08:26:00+00	2024-04-01	\N	\N
242	f1f2a71e-b9a5-4897-bb2f-663cce52cd16	2024-09-08 18:19:00+00	2024-10-06	2024-09-28 13:36:00+00	\N
463	3c8ae0fb-48d5-4d09-97d5-e7cff48f4f29	2024-10-14 05:04:00+00	2024-11-11	\N	\N
131	8d066698-acd3-4516-a04b-6aeb28e22264	2025-10-09 21:56:00+00	2025-11-06	2025-11-01 05:00:00+00	\N
277	b5feb855-58f2-4c6b-9de6-197ca7311716	2024-01-25 18:36:00+00	2024-02-22	2024-02-23 08:22:00+00	0.25
85	1053c583-ff2a-4790-9e92-faa2c7b347f2	2025-12-02 17:00:00+00	2025-12-30	2025-12-06 05:41:00+00	\N
366	5a9c88c1-96fe-408b-8184-3ff9c35d6ed3	2024-06-01 10:40:00+00	2024-06-29	2024-07-11 08:31:00+00	3.00
21	405480b3-3b6b-4ceb-b4c3-809ea8eb7033	2024-02-08 06:50:00+00	2024-03-07	\N	\N
24	26d2f482-e25a-49e6-8654-07c684ea3cbe	2025-06-27 13:34:00+00	2025-07-25	2025-08-10 18:01:00+00	4.00
76	1c2b65ea-a814-4229-91a4-546ba533de0b	2024-11-30 10:44:00+00	2024-12-28	\N	\N
118	da489b7d-22d2-453d-8881-5bc7f5d68d60	2024-08-27 13:46:00+00	2024-09-24	2024-09-14 14:39:00+00	\N
160	03d8188a-5827-4807-bdc4-735ca0826c46	2024-11-12 17:14:00+00	2024-12-10	2024-12-16 21:12:00+00	1.50
290	73dceecf-defb-45c7-bd7b-fd07f245f9e2	2025-03-04 23:00:00+00	2025-04-01	2025-03-17 04:15:00+00	\N
217	da17aa71-5f83-4ddc-9806-1e9f60d98a7b	2024-10-05 03:24:00+00	2024-11-02	2024-10-13 19:27:00+00	\N
278	57e4d2d4-6e43-4411-91d1-e4e8e8889105	2024-07-29 03:02:00+00	2024-08-26	\N	\N
453	999f392a-a11b-45df-87e9-5da192542d94	2024-02-18 03:53:00+00	2024-03-17	2024-03-18 18:06:00+00	0.25
431	b809a9e5-129d-4d99-aaca-426099a68d91	2024-01-15 02:14:00+00	2024-02-12	2024-02-14 04:29:00+00	0.50
134	7377c271-5c43-4226-989d-d8f1f87ee5a0	2024-06-18 06:38:00+00	2024-07-16	\N	\N
362	45aac437-28d6-4c20-9e5b-cb9800c6f126	2024-12-17 01:59:00+00	2025-01-14	2024-12-18 01:40:00+00	\N
261	7843d01d-2ec7-4f3a-bb1b-eed30c643848	2025-07-31 18:43:00+00	2025-08-28	2025-08-23 03:14:00+00	\N
485	ba502a32-8bf9-470d-a195-c3d90b987a42	2024-11-04 04:31:00+00	2024-12-02	2024-11-20 03:20:00+00	\N
414	48819ccb-86a4-4d90-978f-db5b32ff9761	2024-04-14 02:25:00+00	2024-05-12	2024-05-18 03:11:00+00	1.50
126	b794cf03-014e-4ab1-a605-37fb08fd7e53	2025-05-07 10:06:00+00	2025-06-04	2025-05-12 20:32:00+00	\N
477	e9232cfe-7671-4134-8504-7006e00abef6	2025-03-18 08:10:00+00	2025-04-15	2025-05-01 13:00:00+00	4.00
131	9141ef80-8012-45e1-af7f-be9e10d00381	2024-02-24 23:42:00+00	2024-03-23	2024-03-13 14:07:00+00	\N
478	73302693-cc55-4b89-b490-bd062b111a9e	2025-12-22 11:31:00+00	2026-01-19	2026-01-07 22:32:00+00	\N
132	eabb6692-f6bb-4a92-9bad-2e0c1a6a942e	2024-09-24 18:44:00+00	2024-10-22	2024-11-05 11:12:00+00	3.50
396	0ddec047-9f2c-4979-8aa2-7c596810dc04	2025-10-04 18:24:00+00	2025-11-01	2025-11-18 00:12:00+00	4.25
499	46f924fd-7b67-4aca-9c5b-f557eabc5a7a	2024-12-11 00:22:00+00	2025-01-08	2025-01-05 15:52:00+00	\N
195	85a8e67e-1afd-4705-87a5-c96a61772600	2024-02-19 03:22:00+00	2024-03-18	2024-03-17 06:57:00+00	\N
91	65ab86ec-ed3a-4572-9f33-14dae2d7980d	2025-07-13 01:04:00+00	2025-08-10	2025-08-15 12:23:00+00	1.25
91	a50d2080-e96c-4e16-bf32-d2356f8c02f8	2025-03-23 11:48:00+00	2025-04-20	2025-04-27 07:13:00+00	1.75
256	4258caa2-72b7-4c9d-b811-99d73de1f5f0	2025-02-03 08:59:00+00	2025-03-03	2025-03-20 15:57:00+00	4.25
299	fa2c7436-5f62-4ba3-bae1-cbf13a8175a1	2025-05-11 04:55:00+00	2025-06-08	\N	\N
89	1b8a6545-1d67-43ed-932a-6399940516fb	2025-09-04 20:08:00+00	2025-10-02	\N	\N
278	3ebc70b5-74b2-475d-b696-2f317ec75a76	2025-09-14 20:31:00+00	2025-10-12	2025-10-09 07:52:00+00	\N
56	5e954ad5-4685-496c-b6b2-0454b0bb32ff	2025-01-02 01:49:00+00	2025-01-30	2025-01-25 21:31:00+00	\N
19	010e390c-0ffe-4dbc-88a6-3a4f09cd4061	2025-08-17 00:20:00+00	2025-09-14	2025-09-17 07:09:00+00	0.75
1	ba8a8bfe-a7e8-46f3-9031-f144cef8d99a	2024-05-13 21:15:00+00	2024-06-10	\N	\N
133	7c2e69f5-b93b-4529-9ba3-a6c84aa940a2	2024-08-02 04:16:00+00	2024-08-30	2024-09-03 02:05:00+00	1.00
7	81fc49a1-6008-49a1-85db-3613f3d34ca3	2024-04-30 18:25:00+00	2024-05-28	2024-05-01 00:24:00+00	\N
481	1f85641b-a310-4edd-b82e-248eff9e5638	2024-03-24 15:35:00+00	2024-04-21	2024-04-29 09:19:00+00	2.00
398	33fb96d3-2da4-4fb2-b1c1-8635a2d7ddf6	2024-01-17 13:04:00+00	2024-02-14	2024-02-08 11:22:00+00	\N
413	64e9ca04-604d-4015-9251-549eb1a43973	2024-09-05 12:08:00+00	2024-10-03	2024-10-07 11:41:00+00	1.00
500	700ee8fe-f04d-4767-9595-2bb4eb78290d	2024-09-15 05:03:00+00	2024-10-13	2024-10-20 21:15:00+00	1.75
435	4bbdfdc3-a96f-4828-970f-c2bd8ab169f0	2025-02-08 15:25:00+00	2025-03-08	2025-03-03 08:31:00+00	\N
280	7288700c-3370-4827-8cbd-e808e423c24d	2024-05-26 14:25:00+00	2024-06-23	\N	\N
178	4cbb7733-ff7e-4378-afd5-150dc1779343	2025-04-03 10:14:00+00	2025-05-01	2025-04-26 15:00:00+00	\N
304	b99e5aba-7940-4141-b094-b61a65e2c35d	2025-05-10 13:00:00+00	2025-06-07	2025-06-07 05:58:00+00	\N
248	ee5f993e-8fc9-453c-bc70-b499f3ed1886	2025-03-02 21:04:00+00	2025-03-30	2025-03-25 09:37:00+00	\N
137	40498023-7bcf-4317-bc60-3045be55b6a6	2024-04-25 21:10:00+00	2024-05-23	2024-06-14 17:17:00+00	5.50
205	0bd6287b-1998-4b70-9ac8-c678390b8122	2024-10-11 12:33:00+00	2024-11-08	2024-11-14 05:35:00+00	1.50
122	3dddb957-7e83-4776-baf8-78e6d03504fd	2024-05-23 17:37:00+00	2024-06-20	2024-06-10 11:53:00+00	\N
437	df34983f-8398-4945-a4ef-dcbe98798569	2024-11-04 10:17:00+00	2024-12-02	2024-11-11 09:11:00+00	\N
60	24b0fe27-6913-4aef-94f0-da02bd3f0e95	2024-07-18 06:27:00+00	2024-08-15	2024-08-04 14:45:00+00	\N
27	1c4bbb71-4d23-4e88-b76f-2abacb8029c1	2024-07-01 03:18:00+00	2024-07-29	2024-07-06 07:55:00+00	\N
470	ef69eb56-84d9-4530-bb7e-7509dc023641	2025-01-11 20:10:00+00	2025-02-08	2025-02-20 06:01:00+00	3.00
90	2423188e-2994-49f0-b0e4-5e4336c0dc60	2024-07-31 07:59:00+00	2024-08-28	2024-08-02 10:33:00+00	\N
191	a7e41b2e-03f3-47d8-a9a5-55271a06b857	2025-12-04 13:11:00+00	2026-01-01	\N	\N
131	dd890cf1-5180-438c-99a3-2a046878c2da	2025-02-24 11:51:00+00	2025-03-24	\N	\N
406	82ec4021-603c-4c4d-a5fc-0f758d8132a1	2025-09-18 10:50:00+00	2025-10-16	2025-11-03 00:15:00+00	4.50
312	07892db3-60eb-4d1e-8c20-187337d9dc93	2024-10-19 03:55:00+00	2024-11-16	2024-11-30 06:33:00+00	3.50
148	3bf0b299-34fc-459c-83f4-fad98162d871	2025-01-09 19:54:00+00	2025-02-06	2025-01-11 01:09:00+00	\N
255	62fbbead-887f-4a5e-a11e-49154883a34f	2024-07-28 20:33:00+00	2024-08-25	2024-09-13 08:09:00+00	4.75
166	8b3be60b-f9d0-4867-ac0a-5f9a544c51ce	2024-06-16 03:39:00+00	2024-07-14	2024-07-13 07:59:00+00	\N
434	237ddab3-efcf-4b06-920b-3841f7479250	2025-11-14 03:51:00+00	2025-12-12	2025-11-26 03:00:00+00	\N
299	b99e5aba-7940-4141-b094-b61a65e2c35d	2024-04-12 00:34:00+00	2024-05-10	2024-04-15 12:09:00+00	\N
87	999f392a-a11b-45df-87e9-5da192542d94	2025-02-16 23:41:00+00	2025-03-16	2025-02-25 08:10:00+00	\N
16	9e044246-2549-464b-a5e3-256564f9502f	2024-12-25 15:18:00+00	2025-01-22	2025-01-30 09:37:00+00	2.00
184	e113d1da-5c2b-48d7-9a97-bdf01f1e48db	2024-06-25 23:12:00+00	2024-07-23	2024-07-27 04:42:00+00	1.00
262	f4086f4b-202a-4267-83aa-66e34e755595	2025-10-27 01:20:00+00	2025-11-24	2025-11-21 07:27:00+00	\N
111	3ce49d3c-3b70-420b-a0b1-01ced4febe83	2024-11-08 05:44:00+00	2024-12-06	2024-12-17 20:03:00+00	2.75
153	67e768e3-fba5-4410-8d77-5684cb87dcb1	2024-01-26 15:39:00+00	2024-02-23	2024-02-07 12:51:00+00	\N
280	ff422fcb-3ded-4ce9-a43b-b82003237c41	2025-05-18 22:58:00+00	2025-06-15	2025-06-03 11:18:00+00	\N
20	7843d01d-2ec7-4f3a-bb1b-eed30c643848	2025-05-22 05:28:00+00	2025-06-19	2025-06-11 14:34:00+00	\N
86	5ae0a9d1-1806-47ec-b4b5-02be209b98f7	2024-03-12 10:45:00+00	2024-04-09	2024-03-16 13:55:00+00	\N
264	45aac437-28d6-4c20-9e5b-cb9800c6f126	2025-10-20 14:32:00+00	2025-11-17	2025-11-15 13:42:00+00	\N
265	db73c8ab-bf48-4e55-b38c-35c0aa4c78d4	2024-11-04 22:04:00+00	2024-12-02	2024-11-27 07:50:00+00	\N
319	64bfe709-a40d-452d-bf86-c0e54a9bf349	2025-02-26 01:41:00+00	2025-03-26	2025-03-19 10:59:00+00	\N
329	b794cf03-014e-4ab1-a605-37fb08fd7e53	2024-03-12 16:58:00+00	2024-04-09	\N	\N
357	944bfba4-7bdc-45a1-9c7f-6041756c9c9b	2024-07-03 03:08:00+00	2024-07-31	2024-07-07 20:54:00+00	\N
113	9d2fbe92-5211-4969-a424-dcb9937ded72	2024-11-16 02:00:00+00	2024-12-14	2024-12-27 11:15:00+00	3.25
257	1b04c057-41f2-492e-86e4-1b6c1dbd892c	2025-01-14 20:55:00+00	2025-02-11	2025-02-27 14:19:00+00	4.00
462	21b3a489-9ebe-4149-894b-4883fd98f3a3	2025-04-16 19:20:00+00	2025-05-14	2025-05-08 00:58:00+00	\N
82	38473a94-ac27-497c-8ea5-51bc814f2b38	2025-04-18 04:17:00+00	2025-05-16	2025-04-18 06:15:00+00	\N
11	9b2fa07e-0ac7-4b16-b43d-a89bb1b85e34	2025-10-29 04:49:00+00	2025-11-26	2025-10-29 19:15:00+00	\N
307	c2f79a9b-78e4-43a4-b3ea-3aca2c6e68d1	2025-04-17 09:56:00+00	2025-05-15	2025-06-02 13:04:00+00	4.50
204	890ad9a8-99ff-4443-84f7-3756b85fb487	2024-06-23 18:46:00+00	2024-07-21	2024-07-04 08:53:00+00	\N
210	7d021670-e1b3-4666-b9dd-ac8e36f69d47	2025-09-08 11:08:00+00	2025-10-06	2025-09-09 20:53:00+00	\N
113	e03b3eda-fa3e-4e2b-b486-8066f8706411	2024-02-17 10:58:00+00	2024-03-16	2024-03-20 19:24:00+00	1.00
414	553262f8-362c-486c-9a31-c6d99efbc5b8	2024-06-27 09:18:00+00	2024-07-25	\N	\N
256	e113d1da-5c2b-48d7-9a97-bdf01f1e48db	2025-03-04 14:13:00+00	2025-04-01	2025-04-08 05:19:00+00	1.75
422	414ff70b-3bf5-44a4-bb5e-09a6536e2181	2025-08-26 23:03:00+00	2025-09-23	2025-10-14 01:43:00+00	5.25
356	b50eead9-1e16-4ca3-a0d1-2133e6c35790	2024-07-14 12:41:00+00	2024-08-11	2024-08-05 02:19:00+00	\N
7	44836d6d-47bd-4ae5-8976-f4a0fac34dd0	2025-05-21 12:28:00+00	2025-06-18	2025-05-30 13:00:00+00	\N
82	48819ccb-86a4-4d90-978f-db5b32ff9761	2025-04-24 12:27:00+00	2025-05-22	2025-06-11 15:07:00+00	5.00
65	a6876385-3ba0-4e5d-9890-8b6d475c27f9	2025-05-23 18:25:00+00	2025-06-20	2025-06-23 12:01:00+00	0.75
149	d0c812d6-1bfb-4ad1-bebe-29480b540aa7	2024-11-26 14:52:00+00	2024-12-24	2024-12-08 18:29:00+00	\N
448	10b840fb-d4a5-409a-815b-065e45a06376	2024-07-11 03:27:00+00	2024-08-08	2024-08-10 01:11:00+00	0.50
303	ae307c67-07cc-4276-a930-3b3f6682c3cb	2024-01-20 03:23:00+00	2024-02-17	2024-02-05 14:47:00+00	\N
321	ec5372ff-4062-452a-9736-69b21d7fda59	2025-07-03 02:24:00+00	2025-07-31	2025-08-21 06:00:00+00	5.25
167	a50d2080-e96c-4e16-bf32-d2356f8c02f8	2025-04-25 16:12:00+00	2025-05-23	2025-06-11 07:08:00+00	4.75
400	fa4b4922-28a2-440c-95c4-4e4c270333c2	2024-08-11 20:48:00+00	2024-09-08	2024-08-28 18:13:00+00	\N
388	d0a8830f-1caf-4e25-9e04-6709db5b1661	2025-01-08 08:18:00+00	2025-02-05	2025-01-24 09:49:00+00	\N
121	6c3faf7d-6ad8-4c4a-abd1-0499cdeb47fc	2024-06-30 16:57:00+00	2024-07-28	2024-07-20 04:37:00+00	\N
209	0ddec047-9f2c-4979-8aa2-7c596810dc04	2024-11-21 02:05:00+00	2024-12-19	2024-12-24 05:43:00+00	1.25
384	a3ade13c-6c4e-4037-abaf-bb93e198a2d3	2024-06-10 07:35:00+00	2024-07-08	2024-07-23 02:30:00+00	3.75
168	fe1285c2-519c-45fb-8edc-74d54ab887e0	2025-08-07 10:10:00+00	2025-09-04	2025-08-17 03:09:00+00	\N
427	ebbfa487-ffce-402c-a0c4-72bdcc057342	2024-08-04 02:35:00+00	2024-09-01	2024-09-11 15:43:00+00	2.50
105	dee49fd6-324e-4960-8ff3-caa9d48829b6	2024-10-11 17:45:00+00	2024-11-08	2024-10-20 16:45:00+00	\N
315	1281c6d1-a444-4f93-b2c1-f13b6b28094d	2025-05-16 11:44:00+00	2025-06-13	2025-05-23 15:49:00+00	\N
51	9ed669bd-7c50-4a94-9d66-60a46902fe7a	2025-01-30 08:30:00+00	2025-02-27	2025-02-18 11:01:00+00	\N
461	39a5b7b8-bd36-456e-8fff-f0787723d237	2025-01-25 03:10:00+00	2025-02-22	2025-02-14 08:31:00+00	\N
306	590d215a-f41c-4d51-89b7-1fae955dce98	2025-07-17 01:37:00+00	2025-08-14	2025-08-09 00:25:00+00	\N
297	6d5fa0ad-181a-4803-a6fa-e37e6a3d15eb	2024-11-16 19:32:00+00	2024-12-14	2024-12-04 23:13:00+00	\N
7	cf6d4c2d-2208-488b-842f-69b68029bae6	2025-07-25 19:20:00+00	2025-08-22	\N	\N
304	7343cdf7-b65d-43f7-b1b4-8ba6adf32414	2025-10-20 07:32:00+00	2025-11-17	2025-10-23 20:35:00+00	\N
181	75aa11d5-2c47-4845-affa-56fadd8c9ac2	2024-04-17 03:21:00+00	2024-05-15	2024-04-23 06:26:00+00	\N
25	ff78ab61-d12f-4976-b111-02fe9ac91f99	2025-01-19 11:02:00+00	2025-02-16	2025-03-06 17:17:00+00	4.50
118	bd68edd9-04d9-4e70-90a3-9fd74c19b8e2	2024-11-19 21:55:00+00	2024-12-17	\N	\N
111	441af8db-6be7-45c0-9312-bfc22f5fe978	2024-09-14 15:28:00+00	2024-10-12	2024-10-07 01:30:00+00	\N
218	cbc47497-f941-449e-b90d-f3502372cc2b	2024-04-22 22:04:00+00	2024-05-20	2024-06-02 17:27:00+00	3.25
456	7787b3b5-69b5-48df-9dc3-98624e6f062b	2025-04-27 05:11:00+00	2025-05-25	2025-05-04 16:11:00+00	\N
289	95141aa7-6c56-45fd-842d-5274e758444a	2025-04-18 12:58:00+00	2025-05-16	2025-05-26 16:33:00+00	2.50
86	865ad169-bc5b-463b-adcb-d1e047f67e86	2024-01-04 02:20:00+00	2024-02-01	2024-02-02 10:37:00+00	0.25
16	46950f21-0342-4d85-afaa-bbc60b98d22c	2025-12-20 19:48:00+00	2026-01-17	2026-02-04 19:33:00+00	4.50
454	36d75b3a-a5cb-4d96-9ccf-cfe94c0d07ad	2025-09-08 10:21:00+00	2025-10-06	2025-09-23 23:28:00+00	\N
46	c57194ac-a149-4493-b566-d84535b50b5e	2024-08-22 22:51:00+00	2024-09-19	2024-10-10 11:16:00+00	5.25
282	5f3e3782-3f0f-4825-8a5c-0dbbeea2fef9	2025-11-22 17:47:00+00	2025-12-20	2025-12-16 11:38:00+00	\N
19	e80bd2a9-26f9-478a-a6e1-50922c42a873	2025-04-17 08:52:00+00	2025-05-15	2025-04-22 00:54:00+00	\N
194	f55848b9-eaf2-4f19-b374-1289842238d8	2024-10-21 22:00:00+00	2024-11-18	2024-11-26 03:55:00+00	2.00
69	4b3694c8-3168-49bd-9de8-44ed80c1132a	2024-06-18 23:04:00+00	2024-07-16	2024-07-23 16:19:00+00	1.75
446	9fb6a401-a184-43b4-9bec-a361fc8047d1	2024-07-11 21:49:00+00	2024-08-08	\N	\N
479	a40d3ca2-8548-4e07-9010-24696830b705	2025-12-09 18:24:00+00	2026-01-06	2026-01-24 10:38:00+00	4.50
465	fc5c4b81-34f1-4a95-aeff-9527674c21b0	2024-11-11 17:20:00+00	2024-12-09	2024-12-12 17:15:00+00	0.75
436	b21d969e-8e5b-4d85-96fb-2e94e6e32315	2025-05-13 06:02:00+00	2025-06-10	2025-06-16 21:30:00+00	1.50
485	8e564b7a-d30c-4a34-bcff-afbbe7905135	2025-06-21 23:36:00+00	2025-07-19	2025-06-26 20:34:00+00	\N
115	ed2e2b99-85a8-49d3-a3fc-ebdb9c62a19a	2025-08-29 19:05:00+00	2025-09-26	2025-10-02 16:10:00+00	1.50
499	9c7fdd4c-dd72-41e9-b23b-3992f7234353	2024-05-14 22:00:00+00	2024-06-11	2024-05-25 10:13:00+00	\N
310	1e28a9d2-5be8-4271-8060-e305b3df86db	2024-12-11 22:42:00+00	2025-01-08	2024-12-17 10:01:00+00	\N
250	03d8188a-5827-4807-bdc4-735ca0826c46	2024-09-21 00:25:00+00	2024-10-19	2024-11-09 05:25:00+00	5.25
218	a682aa3f-e0de-4666-baf0-eda667b302e9	2024-06-08 09:16:00+00	2024-07-06	2024-07-10 11:23:00+00	1.00
259	6c86ba81-63d4-4064-aa33-105c0c4524fa	2025-05-23 07:29:00+00	2025-06-20	2025-06-08 10:21:00+00	\N
287	c29b5ab4-1afd-4a3c-bb69-a17d9a7fa7b7	2025-08-03 21:04:00+00	2025-08-31	2025-09-21 09:22:00+00	5.25
348	f53f948e-6651-4988-a117-27579a994321	2025-11-02 10:55:00+00	2025-11-30	2025-11-27 16:54:00+00	\N
404	d804bf7a-779b-43df-98a2-17405e119870	2025-05-18 07:31:00+00	2025-06-15	2025-06-01 08:24:00+00	\N
24	e296938a-3704-4934-8b3c-dea582c95db4	2025-11-11 22:49:00+00	2025-12-09	2025-12-09 15:57:00+00	\N
48	f6b4b4ef-7e28-437f-9a84-f6ac1d2d16b3	2024-02-26 19:22:00+00	2024-03-25	2024-04-15 12:20:00+00	5.25
34	19e118d0-ab29-4c99-941b-b70ef5eabacc	2025-06-21 16:07:00+00	2025-07-19	2025-07-23 20:11:00+00	1.00
364	8ad395e8-c9c2-4783-85fa-59d47719f693	2025-12-25 14:54:00+00	2026-01-22	2026-02-08 06:21:00+00	4.25
326	2341aa2e-2aff-40aa-a5c6-658ecdf72144	2025-01-13 10:23:00+00	2025-02-10	2025-02-02 14:33:00+00	\N
115	29a54514-7c4b-4768-97a7-2395fb466004	2025-12-19 21:38:00+00	2026-01-16	2026-01-08 12:17:00+00	\N
34	75fc4f2d-a50a-4c0b-b23a-e6f15b0d47a4	2025-06-08 21:29:00+00	2025-07-06	2025-06-15 12:19:00+00	\N
125	6113c037-2835-41f2-9799-b26030dd918c	2025-07-16 11:32:00+00	2025-08-13	2025-08-07 13:47:00+00	\N
233	22fc9573-a87f-4f38-b77e-c87d693d0cc0	2025-09-09 18:12:00+00	2025-10-07	2025-10-29 17:17:00+00	5.50
57	38473a94-ac27-497c-8ea5-51bc814f2b38	2025-08-01 22:43:00+00	2025-08-29	2025-09-19 08:37:00+00	5.25
132	67c186ff-d9be-461b-a9a6-8f1fa75c0f51	2025-08-01 01:12:00+00	2025-08-29	2025-08-20 03:55:00+00	\N
347	56857888-1f6f-4727-898b-ffd0847e16d9	2024-11-20 16:24:00+00	2024-12-18	2024-11-23 21:24:00+00	\N
294	7b0992b4-ff2c-4f92-b2ca-e6757bb151be	2024-06-23 12:12:00+00	2024-07-21	2024-07-15 16:53:00+00	\N
243	1053c583-ff2a-4790-9e92-faa2c7b347f2	2024-05-29 17:09:00+00	2024-06-26	2024-06-10 00:17:00+00	\N
96	ce0669c7-21c1-4545-b728-93ac57f623f6	2025-03-03 06:20:00+00	2025-03-31	2025-03-09 17:49:00+00	\N
431	ab19aec8-32f6-437e-bb25-25a5e31959e6	2025-08-18 05:34:00+00	2025-09-15	2025-08-30 19:11:00+00	\N
202	506d759a-be2d-43ab-8b71-8d5be4098a65	2025-07-04 20:58:00+00	2025-08-01	2025-08-23 12:22:00+00	5.50
185	1e162710-d17b-45f3-8d26-66c245fad4f5	2024-05-11 12:47:00+00	2024-06-08	2024-05-28 05:49:00+00	\N
284	449e5d04-f99a-4110-b93d-e53b6cb7d3d3	2025-02-12 05:39:00+00	2025-03-12	2025-03-12 12:52:00+00	\N
333	8bc86c32-b941-492b-9f6b-e78cbe3528ab	2024-02-26 11:48:00+00	2024-03-25	2024-03-28 00:53:00+00	0.75
125	dae2fb90-d807-400a-a834-ddbc51ad80ce	2024-11-25 13:57:00+00	2024-12-23	\N	\N
143	d8b0275d-38d4-4408-ac10-8e6eea69c204	2025-11-17 03:11:00+00	2025-12-15	2025-11-30 07:44:00+00	\N
146	3a178c0c-fd1d-4797-885a-d381cead62d8	2025-05-15 03:10:00+00	2025-06-12	2025-06-01 20:21:00+00	\N
227	19819995-5e95-436e-ab8f-fb174916db21	2025-05-02 06:17:00+00	2025-05-30	\N	\N
266	70162cc4-4503-4e59-a7b3-48d491b2d129	2024-08-13 22:32:00+00	2024-09-10	\N	\N
419	3bf0b299-34fc-459c-83f4-fad98162d871	2024-07-24 05:53:00+00	2024-08-21	2024-08-03 13:02:00+00	\N
86	d81fc14a-e21c-4dfd-a0c8-6efd708e6a57	2025-11-24 16:56:00+00	2025-12-22	\N	\N
173	77bf9bb9-519d-4670-971c-bb210bb378f4	2024-05-19 04:49:00+00	2024-06-16	2024-05-27 13:36:00+00	\N
98	c5b612d9-84f6-4ca8-ba1e-19e6bf5879b3	2025-03-03 14:08:00+00	2025-03-31	2025-03-11 14:21:00+00	\N
348	980f1585-d3da-48da-87d6-7ee8cbd2f6ea	2024-12-07 22:22:00+00	2025-01-04	2024-12-21 20:34:00+00	\N
366	fda4357b-426a-4acb-a213-db886b7d7aa7	2025-11-26 06:18:00+00	2025-12-24	\N	\N
136	e40a01bc-9db6-4808-84e9-2d48b56c705d	2025-01-03 17:59:00+00	2025-01-31	2025-02-11 02:51:00+00	2.75
244	efb66ed2-51cf-4bdd-b9b6-1de08d57b36a	2024-03-16 00:25:00+00	2024-04-13	2024-04-21 14:53:00+00	2.00
456	c65ea72c-568d-4879-84d2-0d8cfa3c8f0c	2024-03-24 04:29:00+00	2024-04-21	2024-05-07 23:13:00+00	4.00
333	944ebd53-54eb-4a53-a5fa-f61f3caee56a	2025-05-28 07:36:00+00	2025-06-25	2025-06-26 11:53:00+00	0.25
257	bbd08e68-e7c7-46aa-bd01-b3a0218c5688	2025-03-31 07:04:00+00	2025-04-28	2025-04-30 06:18:00+00	0.50
215	502c0bdf-b37c-4b0a-81b0-3d8e1fe08f21	2024-02-20 18:19:00+00	2024-03-19	2024-03-06 09:36:00+00	\N
424	1985ddec-9e91-47cb-b570-34657e7bcfa5	2025-06-21 23:25:00+00	2025-07-19	2025-07-12 08:27:00+00	\N
49	ffd4dfa4-2995-4e2d-a60f-d149d5a946ee	2025-09-22 09:45:00+00	2025-10-20	2025-09-28 10:11:00+00	\N
391	eb3017f7-4a91-4457-84c5-9ed5feb1efc8	2025-02-10 03:27:00+00	2025-03-10	2025-03-17 00:50:00+00	1.75
127	eede6721-836c-45c8-a72a-2c485735715b	2024-01-18 07:49:00+00	2024-02-15	\N	\N
500	2c3e795f-0bff-4135-9b32-7dc55543f538	2024-04-03 16:16:00+00	2024-05-01	2024-04-15 08:48:00+00	\N
452	b170e670-d85a-487e-aac4-65b342786a8f	2025-04-18 05:29:00+00	2025-05-16	\N	\N
478	640c3aca-80a0-4752-af60-483b355facfa	2024-04-22 08:04:00+00	2024-05-20	2024-05-30 10:26:00+00	2.50
269	5fd6068c-2c0b-4c00-8ff5-f03f5aed743f	2024-06-20 17:33:00+00	2024-07-18	\N	\N
44	980418c3-4fdb-4d68-912e-0e9f0e3b12cf	2024-06-12 17:38:00+00	2024-07-10	2024-08-01 09:57:00+00	5.50
28	c7e3d523-41f0-415b-a27b-ad2dc0a68fd5	2024-08-10 22:10:00+00	2024-09-07	2024-09-07 17:11:00+00	\N
496	950427ec-b6e4-41d3-b0d0-ceec885acb2e	2024-01-23 02:20:00+00	2024-02-20	2024-02-22 19:43:00+00	0.50
27	9c7fdd4c-dd72-41e9-b23b-3992f7234353	2024-10-16 14:28:00+00	2024-11-13	\N	\N
294	bc94d59d-24f8-4860-92d3-cb2be401d786	2025-09-20 22:59:00+00	2025-10-18	2025-10-22 08:03:00+00	1.00
16	7419a777-6169-430a-98fd-72f69a406001	2024-11-07 18:03:00+00	2024-12-05	2024-11-18 10:40:00+00	\N
431	b170e670-d85a-487e-aac4-65b342786a8f	2025-02-27 08:57:00+00	2025-03-27	2025-04-16 19:24:00+00	5.00
354	739fe243-4aee-4f7e-b6a7-e3e289819f0d	2024-05-29 00:13:00+00	2024-06-26	2024-05-31 08:32:00+00	\N
181	b731b25a-f26b-400c-a7b4-5d05e89e7e02	2024-10-29 18:28:00+00	2024-11-26	2024-11-23 15:00:00+00	\N
223	a000c49d-c5a5-4196-a82f-656d02fdddd2	2025-11-11 10:44:00+00	2025-12-09	2025-12-12 16:42:00+00	0.75
135	84e16909-22c3-4562-95c7-aba33d45b34b	2025-05-03 18:09:00+00	2025-05-31	\N	\N
135	8a11c465-4052-480a-bdd7-e14f42e4a34f	2025-09-18 11:48:00+00	2025-10-16	2025-09-27 04:55:00+00	\N
216	9cd7f3e7-0d44-4b3d-aff4-aa0c2d2fc9db	2024-05-12 12:39:00+00	2024-06-09	2024-06-14 04:33:00+00	1.25
92	7f1ed8b4-d792-47f5-8a94-298b68061d9e	2024-12-13 04:32:00+00	2025-01-10	2025-01-29 20:19:00+00	4.75
24	2fb69475-fa78-4371-b64d-a3455117320f	2024-08-23 12:32:00+00	2024-09-20	\N	\N
373	ff422fcb-3ded-4ce9-a43b-b82003237c41	2024-01-18 21:33:00+00	2024-02-15	\N	\N
494	066e814e-aa9b-4ddf-9a9b-6151353637b0	2024-11-29 07:30:00+00	2024-12-27	\N	\N
415	317ca4eb-0845-4017-8eb9-65d15766c010	2025-08-10 17:39:00+00	2025-09-07	2025-08-22 22:08:00+00	\N
238	09759ef1-87d0-41ce-808a-fa12c3d7f13a	2024-03-05 23:26:00+00	2024-04-02	2024-04-07 20:21:00+00	1.25
184	4a4b5dcc-d10a-43bc-88a9-bc6f3a87d612	2025-11-19 10:31:00+00	2025-12-17	2025-12-01 01:30:00+00	\N
244	44b17532-dfc7-4b8f-ab28-44dcf9bb5fc1	2025-04-23 11:29:00+00	2025-05-21	2025-05-06 08:20:00+00	\N
67	d6f2b2d0-deaa-4ea9-8066-272429ef6574	2025-05-26 08:53:00+00	2025-06-23	2025-06-21 08:27:00+00	\N
51	0cae70ea-e886-4a35-be35-2b71efe92c20	2024-08-11 17:28:00+00	2024-09-08	2024-09-27 08:13:00+00	4.75
465	ba8a8bfe-a7e8-46f3-9031-f144cef8d99a	2025-03-21 11:55:00+00	2025-04-18	2025-03-30 23:32:00+00	\N
452	181e40b8-70c9-45c1-a801-4501949f6428	2024-04-14 16:01:00+00	2024-05-12	\N	\N
157	e12682ed-5dcc-440a-873b-c18ee498f1ba	2025-03-30 03:40:00+00	2025-04-27	\N	\N
350	f2eb2bac-3ec2-431d-b90e-9eb06ba76f08	2025-08-28 18:53:00+00	2025-09-25	2025-10-11 09:02:00+00	4.00
356	cadc00b2-cd3a-499a-b3ad-d227da81e5c2	2025-03-15 12:01:00+00	2025-04-12	2025-04-23 20:29:00+00	2.75
449	a062b8af-04bd-4667-8a02-1357cebee45a	2024-04-05 21:50:00+00	2024-05-03	\N	\N
123	55d7d989-a6dd-4b58-8148-17b8c2f8a538	2025-07-16 22:22:00+00	2025-08-13	2025-09-03 16:37:00+00	5.25
93	b378ddea-72f9-44f9-9bca-cc4abfe1564e	2025-04-28 03:56:00+00	2025-05-26	2025-05-15 14:25:00+00	\N
447	066e814e-aa9b-4ddf-9a9b-6151353637b0	2024-05-06 20:54:00+00	2024-06-03	2024-05-28 14:25:00+00	\N
242	be135629-9e0b-4700-a38d-78271959f932	2025-01-06 19:10:00+00	2025-02-03	2025-01-13 16:27:00+00	\N
200	4d2672cb-b9dd-4c26-8b6a-6a0b3e8d4c7e	2025-04-17 23:25:00+00	2025-05-15	2025-06-05 23:02:00+00	5.25
56	055597f3-6732-4693-badf-03c755be5b33	2024-09-01 07:23:00+00	2024-09-29	2024-09-18 00:58:00+00	\N
287	cf67ab4f-5847-433e-878a-6d96aa6f9c72	2025-09-27 17:28:00+00	2025-10-25	2025-11-09 12:35:00+00	3.75
255	c276fed5-edf7-47da-ade5-7012b025e2d6	2024-01-18 10:08:00+00	2024-02-15	2024-03-04 13:32:00+00	4.50
46	df3e4de7-f3d9-4db6-9f04-0991f08673b4	2024-04-03 03:29:00+00	2024-05-01	\N	\N
151	00b8d3a3-5737-4be2-8faf-c45070e577e4	2024-09-24 23:50:00+00	2024-10-22	2024-09-25 05:45:00+00	\N
118	b21d969e-8e5b-4d85-96fb-2e94e6e32315	2025-02-10 09:52:00+00	2025-03-10	\N	\N
371	acdc4c35-3ac0-41bb-8331-5ba45f0695be	2025-05-05 09:01:00+00	2025-06-02	2025-06-23 08:43:00+00	5.25
172	8d066698-acd3-4516-a04b-6aeb28e22264	2025-05-20 15:11:00+00	2025-06-17	2025-07-04 23:34:00+00	4.25
15	3ebc70b5-74b2-475d-b696-2f317ec75a76	2025-02-16 18:56:00+00	2025-03-16	2025-03-06 14:13:00+00	\N
327	9fda1009-878e-4b41-81aa-029ed6796c43	2024-01-02 16:29:00+00	2024-01-30	2024-01-26 02:50:00+00	\N
463	34d9e727-1245-471f-8384-f39cfeecfcb0	2025-02-27 20:57:00+00	2025-03-27	2025-03-04 05:25:00+00	\N
125	c0e4089a-b909-4f37-a2ed-f0063f44e62e	2024-07-06 17:23:00+00	2024-08-03	2024-08-14 08:37:00+00	2.75
175	5a18de36-dfed-43e3-823f-0946d36e3b40	2025-04-21 01:20:00+00	2025-05-19	2025-05-09 09:01:00+00	\N
358	eed42e42-d156-4643-acb5-2d6f92380a4a	2024-03-26 18:58:00+00	2024-04-23	\N	\N
87	cdb98b45-f475-4829-aaf8-232bcbca9575	2024-02-14 13:07:00+00	2024-03-13	2024-02-19 16:11:00+00	\N
336	7f1ed8b4-d792-47f5-8a94-298b68061d9e	2025-05-05 18:01:00+00	2025-06-02	2025-06-04 14:55:00+00	0.50
13	a353f293-1f5a-4b1e-b88f-c20dbbba1ae5	2024-11-24 16:03:00+00	2024-12-22	2024-12-06 08:56:00+00	\N
495	67aa7770-9c92-4ef2-bdf1-803606fd5212	2025-10-22 13:57:00+00	2025-11-19	\N	\N
382	f2341f03-7738-4916-821d-28406244ded9	2025-04-17 21:22:00+00	2025-05-15	2025-05-17 14:03:00+00	0.50
500	f41abe38-ae1f-427d-b7d5-c83ab7d6f41f	2024-01-29 14:05:00+00	2024-02-26	\N	\N
340	45787063-5e85-4a37-b082-4b39555a1e06	2024-03-23 15:12:00+00	2024-04-20	2024-04-21 13:03:00+00	0.25
413	eb8071fe-a5cf-4f23-9e82-3d2dbd0c8ea6	2024-10-31 10:12:00+00	2024-11-28	2024-11-02 04:38:00+00	\N
204	beb932a5-1964-4a38-bf29-c3f0b551f032	2025-05-10 11:55:00+00	2025-06-07	2025-06-02 14:50:00+00	\N
262	93307d12-338c-4653-8506-e13a9727fb31	2025-07-27 06:26:00+00	2025-08-24	2025-08-26 15:45:00+00	0.50
272	a3ac6672-59e1-495b-840d-f32bd3ad031b	2024-11-12 15:57:00+00	2024-12-10	2024-12-02 14:58:00+00	\N
207	75aa11d5-2c47-4845-affa-56fadd8c9ac2	2024-08-19 21:14:00+00	2024-09-16	2024-10-01 13:22:00+00	3.75
36	b80edf15-5854-4999-8e9c-f741193a0a15	2024-06-01 15:40:00+00	2024-06-29	2024-07-11 18:19:00+00	3.00
300	215419fe-bb7e-4f6e-ac95-74ee3a74de56	2024-10-29 08:18:00+00	2024-11-26	2024-11-30 08:16:00+00	1.00
258	0ddec047-9f2c-4979-8aa2-7c596810dc04	2024-09-23 13:55:00+00	2024-10-21	\N	\N
354	c2d63f7d-da11-4f78-94f1-bbda68933b61	2025-05-27 14:07:00+00	2025-06-24	2025-06-27 08:47:00+00	0.75
466	49a25407-4b9e-43dd-bf26-65da4ca73bae	2024-10-30 06:52:00+00	2024-11-27	\N	\N
427	3ce49d3c-3b70-420b-a0b1-01ced4febe83	2025-09-10 17:06:00+00	2025-10-08	2025-10-08 04:41:00+00	\N
493	4a785655-4e87-40d5-8cbf-f0a077626bd7	2024-06-11 13:22:00+00	2024-07-09	2024-07-06 00:59:00+00	\N
335	f2341f03-7738-4916-821d-28406244ded9	2025-06-10 08:15:00+00	2025-07-08	2025-06-21 17:07:00+00	\N
13	299311a9-8acf-4327-b331-996e4384dc4c	2025-01-20 09:41:00+00	2025-02-17	2025-03-02 01:05:00+00	3.25
53	03d8188a-5827-4807-bdc4-735ca0826c46	2024-06-11 11:00:00+00	2024-07-09	2024-07-12 03:02:00+00	0.75
463	d5d208ee-3cb3-43b5-8f77-4f29c1f2e6f5	2024-06-05 06:12:00+00	2024-07-03	2024-07-12 12:30:00+00	2.25
115	9f37921d-ac07-47cd-90ae-d3a30a1776ad	2024-10-04 12:39:00+00	2024-11-01	2024-11-21 17:32:00+00	5.00
489	fd275ee9-50d3-449f-9ad9-4b86c3f397da	2025-09-05 05:26:00+00	2025-10-03	2025-09-17 10:40:00+00	\N
218	630425c9-82de-4d08-9649-3ad7f8332bcb	2025-12-24 04:24:00+00	2026-01-21	2025-12-24 15:34:00+00	\N
421	3842c572-e4a7-4b29-9297-7d5414818e4a	2024-12-18 04:28:00+00	2025-01-15	2025-01-28 21:27:00+00	3.25
41	00b8d3a3-5737-4be2-8faf-c45070e577e4	2025-07-09 13:35:00+00	2025-08-06	2025-07-21 10:43:00+00	\N
482	455959c9-337f-4575-9d33-a4e8bc7c73af	2025-08-23 21:02:00+00	2025-09-20	2025-09-25 07:34:00+00	1.25
131	d960409a-6250-4a39-8cb7-72e24f973cd7	2025-10-12 03:47:00+00	2025-11-09	2025-10-22 13:24:00+00	\N
82	be264521-b43e-41c3-b7d9-cf65f75eac53	2025-09-16 01:10:00+00	2025-10-14	\N	\N
218	2e00b49a-6079-4d09-91dc-dde0dac554d2	2024-11-10 12:29:00+00	2024-12-08	2024-12-14 01:26:00+00	1.50
193	db73c8ab-bf48-4e55-b38c-35c0aa4c78d4	2024-04-17 02:25:00+00	2024-05-15	2024-05-14 15:38:00+00	\N
429	ddde1ab0-c091-46a3-9e0b-09ef701dc680	2025-02-21 06:09:00+00	2025-03-21	2025-04-07 07:32:00+00	4.25
195	fe3aa1c4-8cbe-4acc-9b9d-1f6ff249ffda	2024-07-28 21:08:00+00	2024-08-25	2024-08-01 21:27:00+00	\N
298	edba6f24-827f-4698-b35e-b6b9dbdcca47	2024-11-03 22:34:00+00	2024-12-01	2024-11-29 00:25:00+00	\N
171	34644654-b0d5-4e25-a696-972ef7d1eb52	2024-07-31 02:11:00+00	2024-08-28	2024-09-04 20:00:00+00	1.75
189	299311a9-8acf-4327-b331-996e4384dc4c	2024-09-11 08:33:00+00	2024-10-09	2024-09-30 00:12:00+00	\N
195	187c9ccd-3798-4c17-b499-756cc6b475df	2024-10-01 09:34:00+00	2024-10-29	2024-11-02 11:14:00+00	1.00
334	be264521-b43e-41c3-b7d9-cf65f75eac53	2025-11-07 14:59:00+00	2025-12-05	2025-12-06 18:02:00+00	0.25
163	6416fdb1-df8c-4c24-925b-7c2cb5a4a703	2025-01-26 08:06:00+00	2025-02-23	2025-03-10 05:08:00+00	3.75
310	3ce49d3c-3b70-420b-a0b1-01ced4febe83	2025-04-19 18:55:00+00	2025-05-17	2025-05-18 14:46:00+00	0.25
191	572d4e7f-e784-422e-bba8-c6ca80a4706d	2024-08-23 04:29:00+00	2024-09-20	\N	\N
224	d804bf7a-779b-43df-98a2-17405e119870	2024-07-30 00:41:00+00	2024-08-27	2024-09-17 22:14:00+00	5.25
301	5d924c5c-ee5c-4c64-87ae-6d467ddddd24	2024-08-18 22:04:00+00	2024-09-15	2024-09-17 12:18:00+00	0.50
151	253e49ff-fd6a-4059-bbab-83a4d8e8fb97	2025-06-06 20:43:00+00	2025-07-04	2025-07-25 11:43:00+00	5.25
169	9404e673-ec5f-4eab-9e51-b8f376e8556c	2024-06-28 05:45:00+00	2024-07-26	2024-07-06 11:13:00+00	\N
325	5743d57e-264b-4548-a162-c1c2ed19dd3d	2025-12-24 21:29:00+00	2026-01-21	2025-12-28 10:21:00+00	\N
180	131abb8d-1cfb-490a-ba45-a637407a8847	2024-11-22 21:18:00+00	2024-12-20	2024-11-27 03:28:00+00	\N
435	c05043f5-7b28-419e-ac2f-450a2cea2ff7	2025-02-28 06:23:00+00	2025-03-28	2025-03-04 03:19:00+00	\N
381	676d80f2-9b12-4d47-b8f5-559753a5af1a	2025-10-01 13:07:00+00	2025-10-29	2025-10-07 12:28:00+00	\N
196	ab2af528-9143-438c-b5d3-4c706a4d5d68	2024-07-10 19:08:00+00	2024-08-07	2024-07-22 04:53:00+00	\N
282	d60290e6-7003-4f39-8bd3-0ffd92f13a7a	2025-05-08 12:07:00+00	2025-06-05	2025-06-14 15:36:00+00	2.25
26	053684c0-cb31-4496-ab88-a35579bfc2ce	2025-11-14 22:05:00+00	2025-12-12	2025-12-01 18:17:00+00	\N
405	facd3b65-2d0a-41ab-8ac5-c09b90e578bb	2025-06-20 01:03:00+00	2025-07-18	2025-07-05 05:42:00+00	\N
442	a7fa898e-1ec6-4a36-a2a6-371e78436a34	2025-02-09 07:22:00+00	2025-03-09	2025-03-05 11:05:00+00	\N
496	c2f79a9b-78e4-43a4-b3ea-3aca2c6e68d1	2025-05-15 06:58:00+00	2025-06-12	2025-05-26 03:49:00+00	\N
251	9e6e8ad2-eda6-418a-a70c-08acec64c01a	2025-06-22 06:32:00+00	2025-07-20	2025-07-31 23:15:00+00	2.75
413	a11283ce-8a51-4df4-ade8-e9cf5b206163	2025-07-23 15:19:00+00	2025-08-20	2025-08-02 21:08:00+00	\N
388	3842c572-e4a7-4b29-9297-7d5414818e4a	2024-01-18 14:16:00+00	2024-02-15	2024-02-11 13:29:00+00	\N
110	1a030112-8169-4819-8e97-923d180a3243	2025-07-16 17:22:00+00	2025-08-13	2025-08-16 20:23:00+00	0.75
352	abf947ee-aa86-40ce-a4c9-db23ebf9628c	2024-03-08 15:30:00+00	2024-04-05	2024-03-28 14:32:00+00	\N
405	f411a4a5-9e34-4acd-8f8c-4c3e780bd9f2	2024-09-21 10:58:00+00	2024-10-19	\N	\N
196	9e6e8ad2-eda6-418a-a70c-08acec64c01a	2024-05-05 12:54:00+00	2024-06-02	2024-05-16 19:56:00+00	\N
433	95141aa7-6c56-45fd-842d-5274e758444a	2024-02-09 13:19:00+00	2024-03-08	2024-03-08 10:04:00+00	\N
3	de42ef35-fe15-46d6-b37a-74c86b6c53db	2025-02-16 00:43:00+00	2025-03-16	2025-03-09 04:27:00+00	\N
344	6cb2dd93-8fda-4131-a30c-87c0e04567d4	2025-12-16 01:26:00+00	2026-01-13	\N	\N
72	1589d379-e9fa-4817-87ae-de65b866467a	2025-10-13 21:24:00+00	2025-11-10	2025-11-20 23:22:00+00	2.50
121	7cbf8715-5181-4f9b-a024-873f2284d40d	2024-05-22 09:53:00+00	2024-06-19	2024-07-06 15:33:00+00	4.25
161	d8b0275d-38d4-4408-ac10-8e6eea69c204	2025-11-13 22:31:00+00	2025-12-11	\N	\N
450	d1e0d514-da77-415b-9dab-001d8ee47c28	2024-08-24 06:02:00+00	2024-09-21	2024-10-08 17:45:00+00	4.25
332	d960409a-6250-4a39-8cb7-72e24f973cd7	2024-12-07 21:53:00+00	2025-01-04	2025-01-19 01:09:00+00	3.75
15	383ccdc5-e84a-4a05-af5d-d7df3654e554	2024-03-28 23:13:00+00	2024-04-25	2024-04-21 22:26:00+00	\N
272	52abff9d-f90d-486f-8610-25dfaa62694d	2025-08-24 01:38:00+00	2025-09-21	2025-10-02 18:53:00+00	2.75
369	4a79b2ce-5444-4c11-a8e8-22120f1bd4b7	2024-03-08 13:39:00+00	2024-04-05	\N	\N
499	f586878e-7f59-4841-a1f0-47dbfdc894cc	2024-09-21 11:29:00+00	2024-10-19	2024-10-28 03:07:00+00	2.25
141	a66c863e-c462-47f9-9e76-7f6e7285044e	2025-01-21 09:01:00+00	2025-02-18	2025-01-29 09:14:00+00	\N
444	551d850e-789e-49ad-a7f0-a846c0830cc8	2025-12-19 11:18:00+00	2026-01-16	2026-01-02 01:28:00+00	\N
451	3e563d51-9694-49c5-999b-9683a5e4e43d	2025-11-05 09:23:00+00	2025-12-03	2025-12-14 04:01:00+00	2.75
213	3b657236-e841-4261-bc7d-a8f4ffef542f	2025-04-27 04:02:00+00	2025-05-25	2025-05-18 17:09:00+00	\N
482	ebe5696f-f161-4465-b2f8-6e3a424c9671	2024-04-20 08:44:00+00	2024-05-18	2024-05-12 06:22:00+00	\N
365	536a3b1b-1ad2-43eb-841a-913940acd131	2024-02-11 13:21:00+00	2024-03-10	2024-03-29 14:21:00+00	4.75
155	f86020fb-f3f9-467c-90df-ea22858391c4	2025-10-16 20:09:00+00	2025-11-13	2025-11-28 19:36:00+00	3.75
323	cdb98b45-f475-4829-aaf8-232bcbca9575	2024-03-24 05:01:00+00	2024-04-21	2024-03-28 07:22:00+00	\N
452	630425c9-82de-4d08-9649-3ad7f8332bcb	2024-01-12 13:30:00+00	2024-02-09	2024-01-29 21:49:00+00	\N
327	9735d892-1814-432c-8a22-cb961f1e7d90	2024-04-28 02:13:00+00	2024-05-26	2024-06-04 02:26:00+00	2.25
251	ea184da0-b59b-47a7-b399-e8db3cb07a38	2024-02-03 21:28:00+00	2024-03-02	2024-03-01 00:30:00+00	\N
319	d753d9a3-44c9-40c3-ae16-5d0e03b26439	2025-11-08 13:55:00+00	2025-12-06	2025-12-20 22:32:00+00	3.50
265	e6fba99d-fdcc-44e6-9a50-e15f0c80dae4	2024-07-30 04:06:00+00	2024-08-27	\N	\N
48	5ef1926b-9639-4062-a92b-f0bb2dcb5f8b	2024-06-25 22:59:00+00	2024-07-23	2024-07-27 00:17:00+00	1.00
91	29a54514-7c4b-4768-97a7-2395fb466004	2025-08-28 06:06:00+00	2025-09-25	2025-10-03 10:04:00+00	2.00
93	18637af1-cfe1-442a-8bd2-8d9baa3ea1ca	2025-06-04 10:11:00+00	2025-07-02	2025-06-24 02:32:00+00	\N
49	4edbc86d-cf44-461c-9055-f4bb932a87ec	2025-05-18 09:01:00+00	2025-06-15	2025-05-28 14:10:00+00	\N
167	7f1ed8b4-d792-47f5-8a94-298b68061d9e	2025-09-27 02:43:00+00	2025-10-25	2025-10-20 04:53:00+00	\N
453	8b36885d-b9ff-40e3-94d4-7feaf5e842a7	2025-07-07 04:35:00+00	2025-08-04	2025-08-23 00:36:00+00	4.75
368	25678fe8-0868-4ce1-a1d9-e6bf3c4f9475	2024-06-22 02:47:00+00	2024-07-20	2024-06-30 07:52:00+00	\N
410	7ae5316d-c4cd-4a0b-8803-ad7a08a3b744	2025-10-14 23:53:00+00	2025-11-11	2025-10-20 07:45:00+00	\N
69	86fa94b1-43f5-4018-8f9a-50cefb3581b2	2025-03-10 01:24:00+00	2025-04-07	2025-04-26 23:31:00+00	4.75
25	12829716-feb0-4948-a3dc-e60804b2191a	2024-10-21 07:33:00+00	2024-11-18	2024-12-02 13:09:00+00	3.50
153	c2f79a9b-78e4-43a4-b3ea-3aca2c6e68d1	2025-05-08 21:01:00+00	2025-06-05	2025-05-24 18:52:00+00	\N
465	0316daa4-f506-4ac0-ba93-20aa62750749	2024-07-09 13:53:00+00	2024-08-06	2024-08-12 18:36:00+00	1.50
273	bcb92e3c-22e2-4ea2-86cb-6bdcac5a4002	2024-03-08 23:38:00+00	2024-04-05	2024-03-17 11:27:00+00	\N
130	8b5546b2-9eac-4063-a575-c48d1ebed9a4	2025-04-20 11:35:00+00	2025-05-18	2025-06-01 16:38:00+00	3.50
306	f74277a1-0212-4b08-b01d-b8daf296e5e1	2025-09-03 14:24:00+00	2025-10-01	2025-09-30 16:50:00+00	\N
197	16d8f177-81ad-4ff8-969f-a8fb34f9a23f	2025-10-18 08:49:00+00	2025-11-15	2025-10-28 10:21:00+00	\N
459	b683483c-828d-4d0e-b257-7c9b10eb64cb	2024-08-10 07:11:00+00	2024-09-07	\N	\N
197	56c0e181-ed1a-4b7a-84bd-75d35fcb97ee	2024-10-06 03:35:00+00	2024-11-03	2024-11-01 14:10:00+00	\N
278	7008c2b1-3ae2-4e13-96e8-6e40fdddde1c	2024-05-18 20:17:00+00	2024-06-15	2024-06-14 09:26:00+00	\N
171	31365f8a-2c8e-469b-8a4a-b5a9b779da70	2025-04-21 02:14:00+00	2025-05-19	2025-04-29 02:44:00+00	\N
305	339fc004-ec82-4274-a32f-23c6d2cee0d8	2024-06-26 01:14:00+00	2024-07-24	2024-07-11 01:01:00+00	\N
128	eb1a9d86-0fd3-482b-b5b8-2e0a5a54212e	2024-03-27 16:59:00+00	2024-04-24	2024-05-15 16:32:00+00	5.25
93	2d1e1f7e-886c-4c55-9607-e9c6895857d6	2025-08-20 18:54:00+00	2025-09-17	2025-08-26 21:08:00+00	\N
330	215419fe-bb7e-4f6e-ac95-74ee3a74de56	2024-02-16 22:14:00+00	2024-03-15	2024-03-16 03:30:00+00	0.25
174	5f22d756-6d79-4108-ade9-4cf57ab3a09e	2024-07-10 16:21:00+00	2024-08-07	2024-07-30 05:14:00+00	\N
250	d26f01bb-a306-4e47-ba89-9abac9b98480	2024-08-26 17:34:00+00	2024-09-23	2024-10-03 13:30:00+00	2.50
180	a30a0b83-3482-464c-b0d6-c4f4b3f9def8	2024-12-11 13:17:00+00	2025-01-08	2025-01-13 15:32:00+00	1.25
387	42eb97ef-10d1-4e37-8a5c-2cfe86e55e2b	2025-03-05 21:14:00+00	2025-04-02	2025-03-26 06:18:00+00	\N
229	39a5b7b8-bd36-456e-8fff-f0787723d237	2025-12-26 05:55:00+00	2026-01-23	2026-01-02 11:32:00+00	\N
371	65a87d40-a881-4eb9-8ec5-50507ebedfa3	2024-10-06 07:22:00+00	2024-11-03	2024-10-22 13:18:00+00	\N
70	645fa39b-ce8d-48a2-b845-d1bd4eb3e6c0	2025-05-05 08:37:00+00	2025-06-02	2025-05-10 01:34:00+00	\N
476	0eafb5c0-4520-4e49-b0ff-7c391bcc42ad	2024-03-31 00:26:00+00	2024-04-28	2024-03-31 12:35:00+00	\N
107	4d6423b8-de13-4cf5-b103-430cd2cd9559	2025-04-30 13:09:00+00	2025-05-28	2025-05-02 10:10:00+00	\N
261	892ff650-a7aa-47d2-a819-6ac85dcd7bba	2025-04-28 00:12:00+00	2025-05-26	\N	\N
454	4258caa2-72b7-4c9d-b811-99d73de1f5f0	2025-08-02 14:40:00+00	2025-08-30	2025-09-16 04:54:00+00	4.25
24	75aa11d5-2c47-4845-affa-56fadd8c9ac2	2025-12-24 12:26:00+00	2026-01-21	2026-01-08 19:33:00+00	\N
260	676d80f2-9b12-4d47-b8f5-559753a5af1a	2024-08-10 01:24:00+00	2024-09-07	2024-08-27 23:40:00+00	\N
109	4fe100b7-52a0-4653-869d-f190e09c73ff	2025-11-09 03:59:00+00	2025-12-07	2025-12-25 10:03:00+00	4.50
222	768d5102-673c-479d-9b10-60c5c234eecc	2024-07-11 22:03:00+00	2024-08-08	2024-08-19 20:25:00+00	2.75
464	72c89523-7288-4759-91c9-a507f9524e5c	2024-12-04 09:43:00+00	2025-01-01	2024-12-09 15:53:00+00	\N
208	e9232cfe-7671-4134-8504-7006e00abef6	2024-05-16 21:37:00+00	2024-06-13	2024-07-02 19:48:00+00	4.75
14	beb23d48-ca04-4d93-9ffd-501bf685cac6	2024-10-05 18:47:00+00	2024-11-02	\N	\N
139	ec1881ea-0ad5-475f-86cb-ae0603734b55	2024-07-17 18:14:00+00	2024-08-14	2024-07-24 01:43:00+00	\N
89	746d570f-59a4-4adf-a3b8-8379fd1fa86d	2024-03-20 18:56:00+00	2024-04-17	2024-03-30 03:44:00+00	\N
487	658cc0b9-0f7d-45ff-9e5a-bd3de410052a	2024-12-10 08:16:00+00	2025-01-07	2025-01-19 21:35:00+00	3.00
229	95876b0c-f9e9-46ce-9de3-14e6c8541424	2025-10-17 19:23:00+00	2025-11-14	2025-11-05 04:43:00+00	\N
157	fa2c7436-5f62-4ba3-bae1-cbf13a8175a1	2025-01-10 06:32:00+00	2025-02-07	2025-01-11 09:32:00+00	\N
293	a8f5b74a-0d98-4dbc-ab89-07043c16fc94	2024-05-09 02:25:00+00	2024-06-06	2024-06-06 07:01:00+00	\N
157	47078ce2-2645-40a7-92c6-49d34b300067	2025-04-16 23:46:00+00	2025-05-14	2025-05-14 16:18:00+00	\N
243	ae83c6c2-1b3d-43e1-a885-2d4d99b2db17	2024-07-24 16:59:00+00	2024-08-21	2024-08-21 04:41:00+00	\N
151	8d0065ed-93d1-451a-8e9a-5a89d7c5aa58	2025-02-22 20:20:00+00	2025-03-22	\N	\N
130	2a651896-aad8-4690-916a-6e1648b90d29	2024-03-31 02:44:00+00	2024-04-28	2024-04-08 20:12:00+00	\N
78	13065990-5fe7-4c9d-a2d5-dae7dc6030d5	2024-12-14 03:04:00+00	2025-01-11	2025-01-07 06:27:00+00	\N
272	a4510f96-1f83-4e70-a295-653a656a26ee	2024-08-28 14:30:00+00	2024-09-25	2024-09-08 10:20:00+00	\N
353	4fc4e8bf-cf53-446d-a090-26e8ab681768	2025-09-29 22:32:00+00	2025-10-27	2025-10-10 04:28:00+00	\N
28	4a188b60-9fae-4831-8102-541627a8a9b8	2024-05-29 23:51:00+00	2024-06-26	2024-06-05 15:11:00+00	\N
16	055597f3-6732-4693-badf-03c755be5b33	2025-09-07 11:07:00+00	2025-10-05	2025-09-09 01:49:00+00	\N
242	8bc86c32-b941-492b-9f6b-e78cbe3528ab	2025-05-31 07:18:00+00	2025-06-28	\N	\N
162	eaff83da-fadd-4349-b626-d661ad0aca9e	2024-10-11 10:38:00+00	2024-11-08	2024-10-26 20:09:00+00	\N
414	1c1cfef3-a205-428a-85c6-e76a1ae354be	2025-05-01 11:32:00+00	2025-05-29	2025-05-22 01:31:00+00	\N
226	be25d1c4-b626-4151-9247-bf07b1e6b871	2025-02-08 05:27:00+00	2025-03-08	2025-02-09 20:49:00+00	\N
449	8a11c465-4052-480a-bdd7-e14f42e4a34f	2024-09-14 19:29:00+00	2024-10-12	2024-10-10 08:08:00+00	\N
135	3f0d0f04-a972-47e1-9016-7bdec52958cf	2025-06-09 16:55:00+00	2025-07-07	2025-07-09 01:53:00+00	0.50
30	51240cf6-ade8-4ebd-b382-9d7756a30f64	2024-04-21 05:07:00+00	2024-05-19	2024-05-11 16:03:00+00	\N
172	0bd6287b-1998-4b70-9ac8-c678390b8122	2025-09-18 21:39:00+00	2025-10-16	2025-11-01 05:51:00+00	4.00
260	8e1a985c-6fa3-4a23-9771-03a0197bba60	2025-11-16 17:44:00+00	2025-12-14	2025-12-23 22:20:00+00	2.25
91	b6e4631e-ee1c-4057-9783-b4713571b34e	2024-07-11 07:06:00+00	2024-08-08	2024-08-11 17:04:00+00	0.75
165	0a330f8b-f13f-45dd-ab56-234dda972512	2024-03-06 05:27:00+00	2024-04-03	2024-04-09 03:36:00+00	1.50
180	d2ffa329-249a-480c-9bf9-d442e1760300	2025-12-29 03:09:00+00	2026-01-26	2026-01-18 00:02:00+00	\N
118	551d850e-789e-49ad-a7f0-a846c0830cc8	2025-07-25 15:00:00+00	2025-08-22	2025-08-07 04:51:00+00	\N
181	5ae0a9d1-1806-47ec-b4b5-02be209b98f7	2024-08-15 15:01:00+00	2024-09-12	2024-08-23 20:39:00+00	\N
268	eef2c2fa-a621-4a66-8a7c-a62346e9ecf4	2024-08-15 17:06:00+00	2024-09-12	2024-09-27 11:36:00+00	3.75
82	0e6ed7f4-83d2-4150-a071-cd85bc33f6dd	2025-05-15 06:24:00+00	2025-06-12	\N	\N
399	0feb0421-8bc2-4c4b-8483-275d46050b17	2024-06-29 14:26:00+00	2024-07-27	2024-07-13 23:55:00+00	\N
11	384ccadb-753c-45e7-aee8-fffc00ef7a60	2024-10-11 16:40:00+00	2024-11-08	2024-11-08 12:50:00+00	\N
230	3a90e2e6-40a1-4342-9430-07895ccd5e35	2025-09-14 13:49:00+00	2025-10-12	2025-10-05 20:06:00+00	\N
67	0f979f63-4945-4d94-af36-1d7cc395df30	2025-07-02 21:23:00+00	2025-07-30	2025-07-27 20:34:00+00	\N
277	e40a01bc-9db6-4808-84e9-2d48b56c705d	2024-10-17 07:19:00+00	2024-11-14	2024-11-27 11:15:00+00	3.25
437	631932ca-945f-471f-a652-0a483a7bbf31	2024-05-23 18:09:00+00	2024-06-20	2024-06-28 14:08:00+00	2.00
319	987c8aaa-57cf-4170-8431-9e78932ef19e	2024-11-01 14:18:00+00	2024-11-29	2024-11-02 12:29:00+00	\N
366	e9232cfe-7671-4134-8504-7006e00abef6	2025-07-18 10:55:00+00	2025-08-15	2025-07-31 21:31:00+00	\N
290	ba8a8bfe-a7e8-46f3-9031-f144cef8d99a	2025-04-15 00:21:00+00	2025-05-13	2025-05-11 04:50:00+00	\N
307	131abb8d-1cfb-490a-ba45-a637407a8847	2024-01-09 16:52:00+00	2024-02-06	2024-01-16 07:58:00+00	\N
166	fd6dafc9-ab71-4555-810a-53b11e063ed0	2025-06-26 10:09:00+00	2025-07-24	2025-07-20 18:11:00+00	\N
70	720a20f4-3b7e-4372-9092-cf48d58f13bf	2025-09-03 21:38:00+00	2025-10-01	\N	\N
73	fe3aa1c4-8cbe-4acc-9b9d-1f6ff249ffda	2025-09-21 16:23:00+00	2025-10-19	2025-09-30 14:50:00+00	\N
204	8b5546b2-9eac-4063-a575-c48d1ebed9a4	2024-01-08 04:33:00+00	2024-02-05	2024-01-17 12:20:00+00	\N
307	52bacbc0-6cd2-4ec8-855b-265b9651e2b4	2024-01-20 00:59:00+00	2024-02-17	2024-02-23 17:45:00+00	1.50
94	6c3faf7d-6ad8-4c4a-abd1-0499cdeb47fc	2025-11-20 07:02:00+00	2025-12-18	2025-12-08 18:34:00+00	\N
48	60ff7e7a-85f8-4ff0-9cf2-057594a087cd	2025-11-23 02:47:00+00	2025-12-21	2025-12-15 20:22:00+00	\N
138	944ebd53-54eb-4a53-a5fa-f61f3caee56a	2025-03-12 01:34:00+00	2025-04-09	2025-04-16 02:41:00+00	1.75
357	3b657236-e841-4261-bc7d-a8f4ffef542f	2025-06-15 15:31:00+00	2025-07-13	2025-07-07 21:00:00+00	\N
334	f60873aa-490c-4b0d-8e45-7a672ba66de3	2024-11-12 11:44:00+00	2024-12-10	2024-12-01 11:44:00+00	\N
38	dfb26831-13a5-449e-a34f-8524655444e1	2024-12-15 02:40:00+00	2025-01-12	2024-12-29 05:40:00+00	\N
211	d3c5af39-3f4a-481a-9db9-34f88cf388f2	2024-08-31 17:04:00+00	2024-09-28	2024-10-07 14:10:00+00	2.25
229	1e162710-d17b-45f3-8d26-66c245fad4f5	2024-12-26 10:52:00+00	2025-01-23	2025-02-07 04:32:00+00	3.75
268	b99e5aba-7940-4141-b094-b61a65e2c35d	2025-09-10 13:29:00+00	2025-10-08	2025-10-25 15:49:00+00	4.25
216	f98de037-a9cf-4dad-b78b-76fa30d6f21b	2025-10-20 03:35:00+00	2025-11-17	2025-11-07 05:05:00+00	\N
271	c57194ac-a149-4493-b566-d84535b50b5e	2024-02-23 14:22:00+00	2024-03-22	2024-02-24 09:49:00+00	\N
462	cb32b0ff-8564-4aaa-9c3e-bce3eac42515	2024-10-13 16:04:00+00	2024-11-10	2024-10-30 00:49:00+00	\N
312	c8f9b6b7-e395-425f-b658-b82b93048df6	2025-06-26 05:10:00+00	2025-07-24	2025-08-10 18:04:00+00	4.25
478	cd3bdd5e-00ee-4de0-89e6-c62e84bb9499	2024-04-09 19:15:00+00	2024-05-07	2024-04-14 13:31:00+00	\N
419	50126cc4-e34d-4f41-b146-67b0e1d9d66a	2024-01-16 04:38:00+00	2024-02-13	2024-01-18 18:47:00+00	\N
95	38f6b17a-8929-456a-a2bc-0d82cc530496	2024-01-31 20:42:00+00	2024-02-28	2024-02-03 15:23:00+00	\N
51	00181ff7-161d-4341-8f9b-68fd5be7656e	2024-01-16 04:00:00+00	2024-02-13	2024-02-22 04:16:00+00	2.25
440	98de60a2-d232-4eba-9ed0-c30a92d44984	2024-09-11 09:23:00+00	2024-10-09	2024-10-08 21:25:00+00	\N
161	2cba47ad-19a0-4aff-83aa-a4385f89e9a5	2025-05-07 22:29:00+00	2025-06-04	2025-05-21 03:46:00+00	\N
130	eb3017f7-4a91-4457-84c5-9ed5feb1efc8	2025-07-08 08:13:00+00	2025-08-05	2025-08-10 23:27:00+00	1.25
267	ae307c67-07cc-4276-a930-3b3f6682c3cb	2024-02-03 14:02:00+00	2024-03-02	2024-02-26 10:48:00+00	\N
314	c11c054f-9fd7-4f33-99e2-669c291df33a	2025-10-02 12:43:00+00	2025-10-30	2025-10-14 20:14:00+00	\N
160	383ccdc5-e84a-4a05-af5d-d7df3654e554	2025-11-22 05:38:00+00	2025-12-20	2026-01-10 23:56:00+00	5.25
239	02213281-af2e-46c3-b65c-0d0bfe92ff73	2024-07-25 05:48:00+00	2024-08-22	\N	\N
56	de42ef35-fe15-46d6-b37a-74c86b6c53db	2025-07-09 19:42:00+00	2025-08-06	2025-08-19 11:51:00+00	3.25
365	b64930d9-02ad-4d57-990b-1ad73ca2e892	2024-09-05 17:09:00+00	2024-10-03	2024-09-22 08:44:00+00	\N
248	7c6d8f0b-9acf-4549-8ffd-7d027973db50	2024-08-01 12:29:00+00	2024-08-29	2024-09-02 15:05:00+00	1.00
477	40c7b840-a724-4f93-aa32-5972bfb74335	2024-05-26 22:35:00+00	2024-06-23	2024-06-30 19:47:00+00	1.75
143	f2edc600-1acb-4153-a794-a5638742644f	2025-08-17 09:56:00+00	2025-09-14	2025-08-25 16:57:00+00	\N
356	8da0a146-5c56-4adc-94a5-16074586fd29	2024-02-04 23:24:00+00	2024-03-03	2024-03-14 02:51:00+00	2.75
359	f6b4b4ef-7e28-437f-9a84-f6ac1d2d16b3	2025-02-26 03:08:00+00	2025-03-26	2025-03-14 06:03:00+00	\N
214	3163fc79-658e-404d-8634-9e4e45d2672b	2024-04-01 15:21:00+00	2024-04-29	2024-04-11 17:07:00+00	\N
488	43cf27d6-dc36-403e-9ef3-c793e64a2d72	2024-05-17 09:40:00+00	2024-06-14	2024-05-20 10:57:00+00	\N
172	8ff67e74-5f31-4d08-8dd9-395d20b78f1d	2025-07-07 01:34:00+00	2025-08-04	2025-07-29 15:28:00+00	\N
498	3e8ce4c9-bd47-4a8b-b43e-641ceb43857e	2024-04-02 20:17:00+00	2024-04-30	\N	\N
120	af2915c7-a369-4699-9505-7d85aaf38b96	2024-03-05 10:44:00+00	2024-04-02	2024-04-05 10:52:00+00	0.75
389	ef32165f-0743-43db-8e74-aab5296b4c2d	2025-03-26 13:00:00+00	2025-04-23	2025-03-30 14:07:00+00	\N
482	4771dce8-3de2-49e6-b25f-8523881a08b7	2025-03-31 13:02:00+00	2025-04-28	2025-04-25 13:44:00+00	\N
374	18637af1-cfe1-442a-8bd2-8d9baa3ea1ca	2024-01-16 23:49:00+00	2024-02-13	2024-02-01 09:47:00+00	\N
33	cbed97b8-2ce9-4a10-96fe-67f450ae2832	2024-01-09 06:13:00+00	2024-02-06	2024-01-28 06:44:00+00	\N
61	5439db61-0099-4ec2-9600-537d3332a696	2024-12-21 14:10:00+00	2025-01-18	2025-01-19 05:24:00+00	0.25
320	809856ed-3b70-49e9-9b3f-27cabcdbc1b0	2024-02-06 07:31:00+00	2024-03-05	2024-02-14 09:56:00+00	\N
108	82b51a26-f540-4b17-bc7d-42d685b44f36	2024-04-27 04:34:00+00	2024-05-25	2024-05-20 12:15:00+00	\N
394	95876b0c-f9e9-46ce-9de3-14e6c8541424	2025-05-09 20:33:00+00	2025-06-06	2025-06-06 00:12:00+00	\N
378	676d80f2-9b12-4d47-b8f5-559753a5af1a	2025-05-15 09:57:00+00	2025-06-12	2025-05-18 16:45:00+00	\N
431	4bc465dd-cc23-4db2-8483-ff72b678c229	2025-07-13 15:50:00+00	2025-08-10	2025-07-16 11:21:00+00	\N
381	5a18de36-dfed-43e3-823f-0946d36e3b40	2024-05-17 00:03:00+00	2024-06-14	2024-05-26 03:50:00+00	\N
64	d4020c7a-bdfa-4d8b-a435-2854dcbe8648	2025-09-28 16:41:00+00	2025-10-26	2025-10-22 18:50:00+00	\N
23	4cbb7733-ff7e-4378-afd5-150dc1779343	2025-02-21 18:55:00+00	2025-03-21	2025-02-24 04:09:00+00	\N
262	60862993-f05e-4b5f-a53e-ac83b5c3f77d	2024-03-07 14:27:00+00	2024-04-04	2024-03-11 02:21:00+00	\N
56	f3f4cfeb-4494-43ba-ad29-85329f1674da	2025-04-21 10:40:00+00	2025-05-19	2025-04-25 19:06:00+00	\N
104	24113e9f-cef4-46ae-af42-3517a998c0b0	2024-06-17 16:01:00+00	2024-07-15	2024-08-04 12:53:00+00	5.00
437	8e15cd23-4feb-46b8-b4d3-463b970bae8f	2025-08-10 07:26:00+00	2025-09-07	2025-09-17 17:24:00+00	2.50
260	a2f7d7f1-96f7-42fb-9dbb-e5e40a7c8d50	2025-11-18 09:38:00+00	2025-12-16	2025-12-03 13:51:00+00	\N
395	3dddb957-7e83-4776-baf8-78e6d03504fd	2024-06-26 09:25:00+00	2024-07-24	2024-07-21 13:15:00+00	\N
89	29ed81be-acde-4d4b-9e45-99d3a71e194b	2025-04-11 02:48:00+00	2025-05-09	2025-05-21 06:24:00+00	3.00
84	85905b44-cd87-49a2-8806-d759cb54be81	2024-06-11 12:34:00+00	2024-07-09	2024-07-29 21:10:00+00	5.00
148	82904205-0462-4398-8962-7697c85af8a8	2025-04-14 00:47:00+00	2025-05-12	2025-04-19 22:41:00+00	\N
138	67aa7770-9c92-4ef2-bdf1-803606fd5212	2024-07-02 14:05:00+00	2024-07-30	\N	\N
429	86da90ed-334c-49eb-8dcd-63446125c95a	2025-10-28 09:16:00+00	2025-11-25	2025-11-09 04:50:00+00	\N
185	506d759a-be2d-43ab-8b71-8d5be4098a65	2024-12-04 17:27:00+00	2025-01-01	2024-12-10 17:13:00+00	\N
442	acdaf3b6-7f2b-44b9-abf6-3014ee9c5de6	2025-08-02 13:42:00+00	2025-08-30	\N	\N
45	7aefb826-8134-43f6-8175-8ce196688c7d	2025-05-20 23:14:00+00	2025-06-17	2025-06-22 23:38:00+00	1.25
405	98de60a2-d232-4eba-9ed0-c30a92d44984	2025-11-02 07:30:00+00	2025-11-30	2025-11-08 03:43:00+00	\N
345	ccf63901-292a-42ac-9c3f-c384a4352d1c	2025-02-06 15:23:00+00	2025-03-06	2025-03-21 02:17:00+00	3.75
335	70162cc4-4503-4e59-a7b3-48d491b2d129	2024-11-25 08:14:00+00	2024-12-23	2024-12-10 09:52:00+00	\N
225	5e9c3b9b-4e71-45d0-ab5a-4e34c0de8297	2024-12-02 12:52:00+00	2024-12-30	2024-12-30 23:14:00+00	\N
194	f98d66b2-60de-4676-a086-d13b7cdc844c	2024-12-08 00:52:00+00	2025-01-05	2024-12-29 20:15:00+00	\N
19	7fef0806-ca90-42fb-b629-1087ce37638d	2024-12-05 17:10:00+00	2025-01-02	2025-01-16 12:27:00+00	3.50
162	dad8fc61-bcdc-45aa-b05c-793aa99d9c01	2024-02-07 01:12:00+00	2024-03-06	2024-02-27 02:21:00+00	\N
412	892ff650-a7aa-47d2-a819-6ac85dcd7bba	2024-05-12 09:25:00+00	2024-06-09	\N	\N
12	66aa2337-67e2-42d0-8be1-3cd961319c43	2025-09-20 11:52:00+00	2025-10-18	2025-09-24 14:47:00+00	\N
367	16c4c3f1-f712-4466-81e1-94c3728300f7	2025-08-19 06:46:00+00	2025-09-16	2025-09-05 18:30:00+00	\N
279	1b7c36d5-6b86-465a-aaec-2ed6d4f52224	2024-11-17 22:27:00+00	2024-12-15	2024-12-14 01:45:00+00	\N
363	8dbfc708-3c58-49b6-b8e7-3e432458da71	2024-04-10 05:07:00+00	2024-05-08	2024-05-18 09:52:00+00	2.50
215	49298c2c-e751-4ed3-af12-c4cfb1e193c1	2024-03-17 13:19:00+00	2024-04-14	\N	\N
444	b794cf03-014e-4ab1-a605-37fb08fd7e53	2025-06-06 09:23:00+00	2025-07-04	2025-06-16 09:57:00+00	\N
182	38f6b17a-8929-456a-a2bc-0d82cc530496	2025-08-15 05:31:00+00	2025-09-12	2025-09-10 16:33:00+00	\N
60	7f0d9356-3845-4484-a7e9-af443f954396	2025-09-01 17:01:00+00	2025-09-29	2025-09-28 08:30:00+00	\N
80	2e6fa63e-49f0-4f6b-b3c5-6475210a7951	2025-09-28 13:58:00+00	2025-10-26	2025-10-23 05:36:00+00	\N
22	774e1ec8-0948-4eed-88e4-887d3214111c	2024-06-22 20:53:00+00	2024-07-20	2024-07-16 15:42:00+00	\N
219	b5df3aa0-7fbb-46fc-b91b-4c90714bf7a5	2024-08-04 19:06:00+00	2024-09-01	2024-08-22 20:35:00+00	\N
142	16807d58-0c36-486c-9239-929934570e48	2025-02-12 17:11:00+00	2025-03-12	\N	\N
234	19e118d0-ab29-4c99-941b-b70ef5eabacc	2025-02-18 09:22:00+00	2025-03-18	2025-02-28 21:13:00+00	\N
225	40498023-7bcf-4317-bc60-3045be55b6a6	2024-02-24 18:15:00+00	2024-03-23	2024-03-18 17:52:00+00	\N
344	0ebde9a6-fcbf-46d7-b32c-c1b9c5b2e990	2025-09-08 05:03:00+00	2025-10-06	2025-09-20 11:16:00+00	\N
94	9f0f67dc-fb65-4ef8-bc5a-10a47fe517fc	2024-06-22 04:48:00+00	2024-07-20	2024-07-18 02:05:00+00	\N
145	b495d3fb-de18-430d-8373-c9389831014f	2025-09-02 13:20:00+00	2025-09-30	2025-09-12 02:02:00+00	\N
324	eaff83da-fadd-4349-b626-d661ad0aca9e	2024-06-26 07:02:00+00	2024-07-24	2024-07-07 02:47:00+00	\N
402	efba3682-e88f-4c96-be93-2f66aa571a79	2024-02-22 00:27:00+00	2024-03-21	2024-03-23 14:43:00+00	0.50
139	ee55cd05-1e86-48e9-b875-1fefc19a7684	2025-03-08 18:39:00+00	2025-04-05	\N	\N
164	dcafcdff-9045-4a71-9b48-11c4a531796b	2024-03-31 07:32:00+00	2024-04-28	2024-04-03 04:40:00+00	\N
145	beb932a5-1964-4a38-bf29-c3f0b551f032	2024-01-06 14:29:00+00	2024-02-03	2024-01-24 07:32:00+00	\N
389	96c6f49b-98e1-4d7b-9081-14ccfbb96b0c	2025-07-20 00:37:00+00	2025-08-17	\N	\N
438	5126cedc-c717-41fe-bdb4-d416e3621244	2024-04-15 20:29:00+00	2024-05-13	2024-05-17 08:18:00+00	1.00
275	f2341f03-7738-4916-821d-28406244ded9	2025-03-27 07:32:00+00	2025-04-24	2025-04-13 23:40:00+00	\N
33	f2eb2bac-3ec2-431d-b90e-9eb06ba76f08	2025-04-24 20:04:00+00	2025-05-22	2025-05-24 04:54:00+00	0.50
392	c29b2938-d548-499c-91be-e09dec568109	2024-08-15 14:46:00+00	2024-09-12	2024-09-05 11:27:00+00	\N
158	8dbfc708-3c58-49b6-b8e7-3e432458da71	2024-12-27 15:58:00+00	2025-01-24	2025-01-21 04:25:00+00	\N
188	bee7bd36-fe36-433e-bf9b-586f7396604a	2025-09-12 14:27:00+00	2025-10-10	2025-09-15 02:45:00+00	\N
430	af20ae86-7eeb-44e5-a315-d351dde9355c	2024-09-08 16:51:00+00	2024-10-06	\N	\N
220	9f37921d-ac07-47cd-90ae-d3a30a1776ad	2025-10-30 16:08:00+00	2025-11-27	2025-11-15 19:50:00+00	\N
161	6cde377c-c159-4b6a-94ba-bb1227397a2b	2024-01-24 17:01:00+00	2024-02-21	2024-02-15 22:05:00+00	\N
350	645fa39b-ce8d-48a2-b845-d1bd4eb3e6c0	2024-07-12 10:50:00+00	2024-08-09	2024-08-04 16:08:00+00	\N
19	8788f979-7c72-4876-bf0d-87c8e7701f28	2024-03-10 02:13:00+00	2024-04-07	2024-03-25 10:44:00+00	\N
77	86fa94b1-43f5-4018-8f9a-50cefb3581b2	2024-11-25 19:02:00+00	2024-12-23	2025-01-11 11:28:00+00	4.75
238	baf132c8-da5c-4b57-a1a2-28521273e6f6	2025-06-07 05:15:00+00	2025-07-05	2025-07-01 04:10:00+00	\N
92	43980bdb-4c48-4a52-bba6-467821c6274f	2025-07-29 19:01:00+00	2025-08-26	2025-08-13 18:59:00+00	\N
491	e5d6dce5-a5df-4a01-88a8-f98b870b5dd3	2025-10-01 15:38:00+00	2025-10-29	2025-10-11 08:26:00+00	\N
130	c921d1dd-48ee-4a16-a404-1b449c08421b	2025-11-19 03:20:00+00	2025-12-17	2025-12-19 19:00:00+00	0.50
243	5d8ad7ee-48a6-49f4-816e-87100f46b68a	2024-02-16 13:17:00+00	2024-03-15	\N	\N
35	8ad395e8-c9c2-4783-85fa-59d47719f693	2024-06-14 06:21:00+00	2024-07-12	2024-06-27 10:19:00+00	\N
181	62f556d8-d8d4-4d7f-a9a6-2d4f6bee8833	2024-08-28 03:04:00+00	2024-09-25	2024-09-13 14:02:00+00	\N
85	f3d02fb2-02a0-489a-990b-9824ab32271d	2025-04-03 18:37:00+00	2025-05-01	2025-04-28 23:24:00+00	\N
334	a67aeaa5-7897-4f27-8f34-76b2b2fb4620	2024-04-24 09:54:00+00	2024-05-22	2024-05-03 23:10:00+00	\N
110	605ca097-6978-4de8-91fa-162d5678f0c5	2024-03-19 14:04:00+00	2024-04-16	2024-04-27 12:49:00+00	2.75
333	5644e797-b8cd-45da-848f-0e03b82ffc80	2024-03-02 14:02:00+00	2024-03-30	2024-03-29 21:15:00+00	\N
320	f13daadb-eab4-42b6-913b-bdae63c4d6b9	2025-12-12 04:33:00+00	2026-01-09	2026-01-22 04:27:00+00	3.25
261	b809a9e5-129d-4d99-aaca-426099a68d91	2024-10-29 06:09:00+00	2024-11-26	2024-10-31 07:46:00+00	\N
380	38f6b17a-8929-456a-a2bc-0d82cc530496	2024-05-16 00:35:00+00	2024-06-13	\N	\N
327	e534fd2d-1c06-4e61-bf2a-403463fabc05	2024-03-20 20:15:00+00	2024-04-17	2024-05-04 07:43:00+00	4.25
145	664b96d1-cc45-44bb-8a5a-993daf27e613	2025-06-16 23:47:00+00	2025-07-14	2025-07-22 03:47:00+00	2.00
97	ea184da0-b59b-47a7-b399-e8db3cb07a38	2024-03-31 11:30:00+00	2024-04-28	2024-04-21 01:23:00+00	\N
105	5d9e80d0-871a-489c-94c5-618654e33f2a	2024-07-07 15:50:00+00	2024-08-04	2024-07-10 17:40:00+00	\N
449	890ad9a8-99ff-4443-84f7-3756b85fb487	2025-02-26 06:33:00+00	2025-03-26	\N	\N
305	43cefde6-eccf-4d7f-b86f-0a7da8bf9cd4	2025-11-16 21:10:00+00	2025-12-14	2025-12-24 15:21:00+00	2.50
10	16398e3f-1804-4ebb-912d-f3aafd6fa9bb	2025-12-18 13:58:00+00	2026-01-15	2025-12-24 23:39:00+00	\N
95	45440d7f-ad5e-4a8b-8115-52c443ae6557	2024-12-27 05:28:00+00	2025-01-24	2025-01-03 13:31:00+00	\N
178	2ffd835d-c648-4a79-b5ef-ac16dd82ee70	2024-08-07 13:13:00+00	2024-09-04	2024-09-20 00:18:00+00	4.00
326	299311a9-8acf-4327-b331-996e4384dc4c	2025-06-15 22:56:00+00	2025-07-13	2025-07-04 19:23:00+00	\N
169	0bc1d4bf-f138-465d-9b59-af3617f03421	2025-09-12 15:13:00+00	2025-10-10	2025-10-19 12:46:00+00	2.25
298	ae68234e-8bec-4bb4-b8c7-c8b403bb1ebb	2024-10-24 16:04:00+00	2024-11-21	\N	\N
173	7fe003df-db15-4bb2-81fa-a737dd6b2d02	2024-06-23 15:13:00+00	2024-07-21	\N	\N
131	07fa639b-54ee-4afb-bdf9-c5c6913de14c	2024-06-17 21:19:00+00	2024-07-15	2024-08-04 21:47:00+00	5.00
120	2e00b49a-6079-4d09-91dc-dde0dac554d2	2024-10-27 03:59:00+00	2024-11-24	2024-11-17 19:13:00+00	\N
391	131b7821-abd3-4c39-ac55-4c59b634cc1d	2025-07-02 07:48:00+00	2025-07-30	2025-07-14 18:18:00+00	\N
15	cbbd8dcb-08bc-4a42-96b3-182a3bef397b	2025-07-20 03:49:00+00	2025-08-17	2025-07-22 06:31:00+00	\N
408	ef69eb56-84d9-4530-bb7e-7509dc023641	2025-04-08 04:44:00+00	2025-05-06	2025-05-17 15:56:00+00	2.75
393	4a1dd75e-ce45-4e10-934e-aa405693ce90	2024-11-27 23:57:00+00	2024-12-25	2024-12-11 03:33:00+00	\N
87	02722d6c-9535-4dcc-b223-79613ba13147	2024-10-20 15:09:00+00	2024-11-17	\N	\N
490	f86020fb-f3f9-467c-90df-ea22858391c4	2025-08-30 22:28:00+00	2025-09-27	2025-10-04 04:12:00+00	1.75
452	55316b63-000f-45a0-81f5-46042e084304	2025-10-01 17:25:00+00	2025-10-29	2025-11-04 04:17:00+00	1.50
425	c96b17f7-6219-4416-8de3-22949d2dec97	2024-01-08 04:26:00+00	2024-02-05	2024-02-08 13:36:00+00	0.75
445	e1cf5110-5990-4152-b6e4-e59b15418c1b	2025-04-23 02:05:00+00	2025-05-21	2025-05-18 19:04:00+00	\N
33	243967dd-7437-45c6-af91-88b3c1ba4969	2024-09-30 06:19:00+00	2024-10-28	2024-11-13 18:38:00+00	4.00
394	5b3b7eda-9522-4fa8-b069-8e897e9076da	2024-11-21 22:36:00+00	2024-12-19	2024-11-25 06:25:00+00	\N
99	3c8ae0fb-48d5-4d09-97d5-e7cff48f4f29	2024-11-10 22:08:00+00	2024-12-08	2024-11-11 20:41:00+00	\N
410	0316daa4-f506-4ac0-ba93-20aa62750749	2024-02-14 11:19:00+00	2024-03-13	2024-03-26 04:00:00+00	3.25
360	fd6dafc9-ab71-4555-810a-53b11e063ed0	2025-02-05 16:15:00+00	2025-03-05	2025-03-27 00:24:00+00	5.50
151	3c85b4e3-3abe-434d-b399-52ebd523480c	2024-03-02 09:30:00+00	2024-03-30	2024-03-24 15:06:00+00	\N
224	e287f012-7b3a-4880-90c4-df04f1f79507	2025-12-19 03:08:00+00	2026-01-16	\N	\N
26	a992f2ce-d412-4280-8d33-9e47c537d87b	2025-07-02 08:36:00+00	2025-07-30	2025-07-27 12:48:00+00	\N
100	e9c8886a-52ae-49f6-b5d1-5e0504f32b3e	2024-06-15 14:50:00+00	2024-07-13	2024-08-03 23:57:00+00	5.25
490	2dc6ac2b-0c89-472b-8e53-06888aa5832b	2024-06-12 02:30:00+00	2024-07-10	\N	\N
431	9705ba93-460c-4486-aefc-1eae0a680fbc	2025-02-03 06:35:00+00	2025-03-03	2025-03-19 15:41:00+00	4.00
398	d57e58c5-1f46-40ca-8002-502504a6a266	2024-09-02 21:29:00+00	2024-09-30	2024-10-02 07:05:00+00	0.50
29	6353a224-1969-4126-b5eb-893e4eab956a	2024-10-31 21:57:00+00	2024-11-28	2024-11-12 16:41:00+00	\N
248	668a30e9-11cf-4171-871b-af3194e174cb	2025-01-11 04:07:00+00	2025-02-08	2025-01-25 02:21:00+00	\N
168	a09e824f-cfcc-4ed1-8460-c513c08b2057	2025-01-10 21:31:00+00	2025-02-07	2025-02-22 15:38:00+00	3.75
156	1f0eb695-c140-4080-997c-01e3c6010c81	2024-02-07 06:28:00+00	2024-03-06	2024-02-23 02:07:00+00	\N
445	9b6b4ba1-836f-45bb-8397-d2e816414eb2	2025-08-28 17:56:00+00	2025-09-25	2025-09-29 14:59:00+00	1.00
201	90642053-2e4d-4736-b088-b3e2d0e9d078	2024-11-08 10:11:00+00	2024-12-06	2024-12-19 20:16:00+00	3.25
374	9daaf0f0-133c-437f-9534-289274ffc40a	2024-12-31 17:23:00+00	2025-01-28	2025-01-06 10:40:00+00	\N
204	cfd11e10-00c6-4d18-8f76-c5e014446910	2025-03-26 12:13:00+00	2025-04-23	2025-05-12 04:54:00+00	4.75
47	a7e41b2e-03f3-47d8-a9a5-55271a06b857	2025-01-09 03:12:00+00	2025-02-06	2025-01-23 14:41:00+00	\N
62	85a8e67e-1afd-4705-87a5-c96a61772600	2024-01-10 09:50:00+00	2024-02-07	2024-02-10 08:35:00+00	0.75
263	dd89227b-3376-49c4-b108-adf56631fd1c	2025-12-23 06:17:00+00	2026-01-20	2025-12-26 14:18:00+00	\N
224	7985b8da-8fc2-4025-8b70-50fb93f7e90e	2024-01-27 05:12:00+00	2024-02-24	\N	\N
495	b683483c-828d-4d0e-b257-7c9b10eb64cb	2024-10-03 18:28:00+00	2024-10-31	2024-10-26 10:36:00+00	\N
221	db9566c4-2736-42c4-a99a-53a94f32d34f	2025-07-16 11:01:00+00	2025-08-13	2025-08-29 07:44:00+00	4.00
310	03af1c29-a3c6-4b10-a3bc-e1b176e0834b	2024-02-25 15:49:00+00	2024-03-24	2024-03-11 14:00:00+00	\N
338	76290abd-49ae-4f12-b005-e42f8002cf9a	2025-07-20 19:54:00+00	2025-08-17	2025-07-24 16:15:00+00	\N
496	08561ee4-0fed-4d0c-99aa-cf5a12faec2b	2024-01-13 18:15:00+00	2024-02-10	2024-02-13 03:21:00+00	0.75
354	9d6cbe4c-acfd-408e-ade5-673a8a8ed6cc	2025-06-10 18:10:00+00	2025-07-08	2025-06-28 09:42:00+00	\N
53	de583545-8f00-4200-8054-a2b9028c34d5	2025-05-21 04:17:00+00	2025-06-18	2025-06-12 07:03:00+00	\N
500	2c5f36c6-cba2-4ad7-b8ef-875f9d11fd0e	2024-09-22 02:26:00+00	2024-10-20	2024-10-15 02:22:00+00	\N
179	d960409a-6250-4a39-8cb7-72e24f973cd7	2024-03-13 01:48:00+00	2024-04-10	2024-04-06 10:48:00+00	\N
160	284581a3-f81e-46bc-be76-fa3df71fe4bf	2024-02-21 13:34:00+00	2024-03-20	2024-03-15 22:09:00+00	\N
289	53e797e0-8fd7-4d97-97d1-49157383b221	2025-02-03 07:30:00+00	2025-03-03	2025-02-18 16:51:00+00	\N
290	d1af8bdc-72e4-437c-b3e0-fa8b8aaa8d83	2024-11-13 14:24:00+00	2024-12-11	2024-12-12 19:02:00+00	0.25
315	439d2758-c697-4b08-9357-421bf0e840e5	2025-10-27 11:38:00+00	2025-11-24	2025-12-10 11:28:00+00	4.00
291	15d7fe85-3924-4c53-8270-301b466263e6	2024-09-18 10:42:00+00	2024-10-16	2024-09-21 10:10:00+00	\N
218	1c1cfef3-a205-428a-85c6-e76a1ae354be	2025-04-11 09:02:00+00	2025-05-09	2025-05-26 13:19:00+00	4.25
416	30b573cc-e1c6-4aeb-a429-a480f7626333	2024-05-13 00:03:00+00	2024-06-10	2024-05-16 08:07:00+00	\N
214	bc527fa2-0666-48ba-a56a-815f124f74ef	2024-09-15 20:59:00+00	2024-10-13	2024-10-26 03:22:00+00	3.25
159	a7e41b2e-03f3-47d8-a9a5-55271a06b857	2024-02-08 15:36:00+00	2024-03-07	2024-03-17 07:32:00+00	2.50
206	dd890cf1-5180-438c-99a3-2a046878c2da	2024-10-07 23:00:00+00	2024-11-04	2024-11-19 08:06:00+00	3.75
431	52bacbc0-6cd2-4ec8-855b-265b9651e2b4	2025-01-23 16:32:00+00	2025-02-20	2025-01-25 14:26:00+00	\N
82	ef8cf252-eee6-4ea7-a02c-2a30cdb6e130	2025-04-18 07:08:00+00	2025-05-16	2025-05-03 23:13:00+00	\N
217	c0e4089a-b909-4f37-a2ed-f0063f44e62e	2025-04-23 00:22:00+00	2025-05-21	2025-05-18 03:46:00+00	\N
240	9fb6a401-a184-43b4-9bec-a361fc8047d1	2025-01-02 18:33:00+00	2025-01-30	\N	\N
472	d5ffbc65-1f96-4777-bd28-b40814ab400b	2024-07-01 01:49:00+00	2024-07-29	2024-08-12 12:03:00+00	3.50
403	7e336738-1c52-4847-9294-2d30c1c90594	2024-07-01 07:23:00+00	2024-07-29	2024-07-29 17:15:00+00	\N
421	61669691-20b4-47fb-a602-252805c1822d	2024-11-16 10:36:00+00	2024-12-14	2024-12-07 18:27:00+00	\N
484	944bfba4-7bdc-45a1-9c7f-6041756c9c9b	2024-01-30 10:07:00+00	2024-02-27	2024-03-13 23:05:00+00	3.75
195	83a798b0-7986-457b-9905-42eb54733966	2024-11-06 15:17:00+00	2024-12-04	2024-12-12 20:19:00+00	2.00
266	a6876385-3ba0-4e5d-9890-8b6d475c27f9	2024-10-20 10:24:00+00	2024-11-17	2024-11-29 04:19:00+00	3.00
262	16d8f177-81ad-4ff8-969f-a8fb34f9a23f	2024-08-25 23:40:00+00	2024-09-22	\N	\N
336	ab21a5b2-27a3-42ac-bce2-21e6fb9b107d	2024-11-05 11:19:00+00	2024-12-03	2024-11-06 09:58:00+00	\N
426	4280f8a4-bee6-4f6f-a8a3-61587a6fad06	2024-08-29 14:50:00+00	2024-09-26	2024-09-21 08:42:00+00	\N
128	4d5250f7-ddbb-4a6d-8a62-02b6baa2a089	2025-04-09 22:13:00+00	2025-05-07	2025-05-28 00:17:00+00	5.25
130	2801a18f-b9a4-4e66-9500-8304f5db35ce	2024-02-09 02:54:00+00	2024-03-08	2024-03-15 04:47:00+00	1.75
241	cb8cef54-93d7-44d2-9b32-be26b0d796cd	2024-10-09 07:11:00+00	2024-11-06	2024-10-25 10:00:00+00	\N
76	6290b80d-9f04-4575-a572-392d6082ca40	2024-11-28 04:33:00+00	2024-12-26	2025-01-02 15:22:00+00	1.75
243	56c0e181-ed1a-4b7a-84bd-75d35fcb97ee	2024-02-27 16:40:00+00	2024-03-26	2024-03-06 03:24:00+00	\N
96	a3ade13c-6c4e-4037-abaf-bb93e198a2d3	2024-01-10 16:52:00+00	2024-02-07	2024-02-18 05:20:00+00	2.75
146	a84e4488-4ae4-4cd1-9cdb-5a61a9bb9032	2024-02-08 21:02:00+00	2024-03-07	2024-03-24 18:48:00+00	4.25
165	1f321a9d-5d02-44a9-bc2a-5822841494f4	2025-12-09 05:26:00+00	2026-01-06	2026-01-20 18:15:00+00	3.50
236	86fa94b1-43f5-4018-8f9a-50cefb3581b2	2025-02-03 03:35:00+00	2025-03-03	\N	\N
466	a18a6af7-b0da-480b-a5ab-d4bfecf24a5b	2024-05-13 15:59:00+00	2024-06-10	2024-06-10 20:53:00+00	\N
332	b784306a-7b1d-4b52-86af-8e971606f6b1	2025-01-05 17:14:00+00	2025-02-02	\N	\N
41	b21d969e-8e5b-4d85-96fb-2e94e6e32315	2025-01-19 07:53:00+00	2025-02-16	2025-02-25 17:25:00+00	2.25
302	441af8db-6be7-45c0-9312-bfc22f5fe978	2025-12-23 10:27:00+00	2026-01-20	2026-02-03 06:22:00+00	3.50
350	78042de7-7225-4e62-812a-7dbd9d3f5f02	2024-06-11 16:36:00+00	2024-07-09	2024-06-16 14:23:00+00	\N
177	e9c8886a-52ae-49f6-b5d1-5e0504f32b3e	2024-08-09 06:35:00+00	2024-09-06	2024-09-17 03:03:00+00	2.75
145	eecb94f3-b75a-479c-a923-768b78cec95b	2025-09-20 13:57:00+00	2025-10-18	2025-10-03 16:45:00+00	\N
159	3994dfb2-5c72-4adb-a715-76b5522d50da	2024-03-04 23:39:00+00	2024-04-01	2024-03-24 08:28:00+00	\N
127	c9d2cc65-1cb6-461a-a1c4-ca90829fc23c	2025-06-08 09:19:00+00	2025-07-06	2025-07-13 16:37:00+00	1.75
260	aa7c5cb7-3d1e-4f3d-94e4-e116c0b5e976	2024-03-04 01:38:00+00	2024-04-01	2024-03-31 14:17:00+00	\N
456	f1f2a71e-b9a5-4897-bb2f-663cce52cd16	2024-09-05 14:56:00+00	2024-10-03	\N	\N
198	6403ed95-4a23-4c18-9126-79c41c272f90	2025-08-16 14:33:00+00	2025-09-13	2025-09-26 00:41:00+00	3.25
386	e3cf77bd-5127-4ed4-a1d8-17e1d175ac53	2024-03-20 23:47:00+00	2024-04-17	2024-04-07 05:55:00+00	\N
244	605ca097-6978-4de8-91fa-162d5678f0c5	2024-06-08 03:38:00+00	2024-07-06	\N	\N
83	f586878e-7f59-4841-a1f0-47dbfdc894cc	2024-01-28 02:10:00+00	2024-02-25	2024-03-14 22:58:00+00	4.50
156	acdc4c35-3ac0-41bb-8331-5ba45f0695be	2025-08-21 17:21:00+00	2025-09-18	2025-09-17 12:12:00+00	\N
125	b9bba31f-7340-4fd3-8e7e-5eb802bab78c	2024-09-08 12:59:00+00	2024-10-06	2024-10-27 00:20:00+00	5.25
143	572d4e7f-e784-422e-bba8-c6ca80a4706d	2024-07-14 00:42:00+00	2024-08-11	2024-07-30 09:49:00+00	\N
454	d476c72c-c94b-482b-90e6-04f297e1437f	2025-08-08 01:35:00+00	2025-09-05	2025-08-15 05:57:00+00	\N
338	4a44ac2d-7628-4c5d-89d0-274d7c74c3f4	2024-09-26 07:08:00+00	2024-10-24	2024-10-09 21:38:00+00	\N
394	984de2dc-919d-4aaa-8219-794da7295463	2025-03-13 04:26:00+00	2025-04-10	2025-04-30 13:45:00+00	5.00
237	65ab86ec-ed3a-4572-9f33-14dae2d7980d	2024-12-14 09:00:00+00	2025-01-11	2025-01-28 14:30:00+00	4.25
196	63d70248-bf40-4321-b4dd-2c9114d7e108	2025-01-22 11:17:00+00	2025-02-19	\N	\N
161	fdfb4643-5393-482d-9615-3cc27190c020	2024-01-19 19:05:00+00	2024-02-16	2024-01-25 06:40:00+00	\N
14	b99e5aba-7940-4141-b094-b61a65e2c35d	2024-02-28 07:12:00+00	2024-03-27	2024-03-04 14:21:00+00	\N
197	4a44ac2d-7628-4c5d-89d0-274d7c74c3f4	2025-07-08 21:59:00+00	2025-08-05	2025-07-20 18:10:00+00	\N
138	38f6b17a-8929-456a-a2bc-0d82cc530496	2024-06-14 04:40:00+00	2024-07-12	2024-07-30 17:32:00+00	4.50
142	379d1c06-0c84-4ccc-a8eb-dd9a8c5e2ad4	2024-07-17 20:56:00+00	2024-08-14	\N	\N
50	e03b3eda-fa3e-4e2b-b486-8066f8706411	2024-12-01 06:11:00+00	2024-12-29	2025-01-16 20:50:00+00	4.50
20	e725c338-7a77-430b-a555-45c004a46e53	2025-02-28 00:13:00+00	2025-03-28	2025-03-03 23:33:00+00	\N
454	0249b01a-2500-4240-b5f5-2e308d08e2bf	2025-01-06 01:14:00+00	2025-02-03	2025-01-06 22:47:00+00	\N
480	357332d0-8f16-48cf-906a-f7d6ea594179	2024-02-29 22:09:00+00	2024-03-28	2024-03-19 05:19:00+00	\N
165	31dce424-b938-4748-b0fb-2a0341b7341f	2024-03-29 09:15:00+00	2024-04-26	2024-04-29 08:55:00+00	0.75
15	64e9ca04-604d-4015-9251-549eb1a43973	2024-02-07 15:20:00+00	2024-03-06	\N	\N
471	1505d144-1437-465c-9f2c-ee56f59c6d62	2025-06-17 21:56:00+00	2025-07-15	2025-07-09 18:20:00+00	\N
152	cd3bdd5e-00ee-4de0-89e6-c62e84bb9499	2025-03-06 23:11:00+00	2025-04-03	2025-04-18 21:45:00+00	3.75
303	5fd6068c-2c0b-4c00-8ff5-f03f5aed743f	2024-08-04 13:42:00+00	2024-09-01	2024-09-09 23:47:00+00	2.00
245	d61383b0-30df-4410-b0dc-f82feb24e6b2	2024-03-16 00:03:00+00	2024-04-13	2024-05-02 03:06:00+00	4.75
206	7d709a29-cbe1-4aca-9a59-44650b73291c	2024-03-05 19:54:00+00	2024-04-02	2024-04-02 10:55:00+00	\N
391	eeedd4ec-5dd2-47b2-951f-f85b7e9fe61a	2025-03-04 06:40:00+00	2025-04-01	\N	\N
50	79446751-61a8-488d-bc73-6c06bdd7046c	2024-10-21 23:54:00+00	2024-11-18	2024-11-09 21:03:00+00	\N
293	a2adedec-5d35-4a47-98d7-a5d94ad26ca0	2025-11-15 13:53:00+00	2025-12-13	2025-11-27 14:13:00+00	\N
186	d960409a-6250-4a39-8cb7-72e24f973cd7	2024-01-18 10:43:00+00	2024-02-15	2024-03-01 04:34:00+00	3.75
234	d5f65329-cb19-420e-bc03-9dcd4eb2b329	2024-12-01 11:08:00+00	2024-12-29	2024-12-13 01:43:00+00	\N
138	0b316f57-401e-411e-a2e5-7b0054806f5f	2024-11-07 13:18:00+00	2024-12-05	2024-12-19 06:54:00+00	3.50
385	f41abe38-ae1f-427d-b7d5-c83ab7d6f41f	2025-11-10 19:51:00+00	2025-12-08	2025-11-27 23:01:00+00	\N
416	e6fba99d-fdcc-44e6-9a50-e15f0c80dae4	2024-05-01 11:57:00+00	2024-05-29	2024-05-03 22:42:00+00	\N
495	a64f1a29-aec7-4163-928c-6e95844cdd82	2024-09-02 02:18:00+00	2024-09-30	2024-10-09 07:58:00+00	2.25
392	ad3496a0-9ca0-4394-9412-f816bd7dafbe	2025-09-21 16:12:00+00	2025-10-19	2025-10-21 04:58:00+00	0.50
18	05493409-080c-4544-a167-4e8c1f5855b6	2024-11-23 08:55:00+00	2024-12-21	2024-12-22 10:25:00+00	0.25
433	1c1cfef3-a205-428a-85c6-e76a1ae354be	2025-04-06 04:41:00+00	2025-05-04	2025-05-25 12:29:00+00	5.25
308	54fcd09a-b9fb-4547-826e-108030c05237	2024-06-28 12:25:00+00	2024-07-26	2024-07-30 23:31:00+00	1.00
87	84470b67-d0ec-4a06-a5d7-603c7805b0e2	2025-05-18 10:07:00+00	2025-06-15	2025-06-28 14:19:00+00	3.25
154	b1417cd7-2487-43e9-bb2d-34e3fa573b75	2025-10-31 18:32:00+00	2025-11-28	2025-12-09 17:09:00+00	2.75
246	30fbf6a8-2eb7-437a-b1f6-59a72f532953	2024-07-02 07:05:00+00	2024-07-30	2024-08-09 01:02:00+00	2.50
171	af3450a0-d9ca-4e9c-ad3b-0907f88cbc99	2024-06-17 16:35:00+00	2024-07-15	2024-08-04 19:53:00+00	5.00
6	00b8d3a3-5737-4be2-8faf-c45070e577e4	2025-10-08 14:25:00+00	2025-11-05	\N	\N
246	d5d40e97-12f8-4256-acb4-b9133825bf94	2025-05-15 02:55:00+00	2025-06-12	2025-05-31 16:10:00+00	\N
469	c6d5dac0-3115-4626-ab53-2950c7b41a32	2025-10-22 19:21:00+00	2025-11-19	2025-12-11 04:53:00+00	5.50
415	4b3694c8-3168-49bd-9de8-44ed80c1132a	2024-05-27 13:08:00+00	2024-06-24	2024-06-30 22:29:00+00	1.50
90	b809a9e5-129d-4d99-aaca-426099a68d91	2024-12-16 21:30:00+00	2025-01-13	2024-12-30 20:18:00+00	\N
48	9be7f9e9-0c99-4ba4-adc9-9ae0e01dc5ca	2024-10-22 06:06:00+00	2024-11-19	2024-11-01 04:58:00+00	\N
206	fdd23037-81d3-4d78-8e6e-e87722e92590	2024-03-25 15:46:00+00	2024-04-22	2024-03-31 06:14:00+00	\N
355	8b07154a-e40e-4c7d-bc5f-66e48ffa5db7	2024-11-03 00:35:00+00	2024-12-01	2024-12-22 06:47:00+00	5.25
231	625e3da3-5eea-47f5-8aa5-7c624b5c9062	2025-02-11 21:05:00+00	2025-03-11	2025-02-26 19:43:00+00	\N
456	3e8b41e3-2597-430b-8973-70b8f0a3739a	2025-03-10 16:53:00+00	2025-04-07	\N	\N
416	75aa11d5-2c47-4845-affa-56fadd8c9ac2	2025-03-08 17:08:00+00	2025-04-05	2025-03-09 00:54:00+00	\N
78	fc507217-e0ae-480d-8be6-4ba0bf45f41f	2024-04-02 21:15:00+00	2024-04-30	2024-05-08 11:15:00+00	2.00
397	a2958a4f-8a39-4d67-85bf-bf3ba8bf0136	2025-10-27 03:27:00+00	2025-11-24	2025-12-15 08:22:00+00	5.25
111	384837f1-3cda-4889-aa24-2c9e13f50e7c	2025-01-07 05:00:00+00	2025-02-04	2025-01-20 10:10:00+00	\N
238	987c8aaa-57cf-4170-8431-9e78932ef19e	2024-06-07 03:03:00+00	2024-07-05	2024-07-15 03:55:00+00	2.50
490	cfa6bf86-f93d-44b6-99a1-9bb9a0fa0023	2024-01-14 17:40:00+00	2024-02-11	2024-01-27 04:49:00+00	\N
210	40b1f8a9-7ffb-4404-a376-c29ebbc4ab6a	2025-06-02 12:35:00+00	2025-06-30	\N	\N
198	54fcd09a-b9fb-4547-826e-108030c05237	2024-09-26 04:15:00+00	2024-10-24	2024-10-28 01:53:00+00	1.00
277	c05043f5-7b28-419e-ac2f-450a2cea2ff7	2025-01-09 00:35:00+00	2025-02-06	2025-02-16 21:13:00+00	2.50
113	0316daa4-f506-4ac0-ba93-20aa62750749	2024-06-10 23:00:00+00	2024-07-08	2024-06-24 00:15:00+00	\N
120	bd2a9ec4-efaf-481d-9bd4-7d2e110f507b	2024-12-22 17:33:00+00	2025-01-19	2025-01-14 19:30:00+00	\N
248	86413f62-ed41-4aa8-9fff-39e5475def3d	2025-02-06 15:48:00+00	2025-03-06	2025-03-08 01:49:00+00	0.50
288	5d924c5c-ee5c-4c64-87ae-6d467ddddd24	2025-02-24 09:26:00+00	2025-03-24	\N	\N
107	70a5ddfb-c787-4cb8-8424-01a38a99dd82	2025-02-23 10:53:00+00	2025-03-23	2025-04-05 05:11:00+00	3.25
427	b4032d46-58d3-4015-8af4-d9ff2b3c0167	2025-01-19 04:41:00+00	2025-02-16	\N	\N
324	bbd08e68-e7c7-46aa-bd01-b3a0218c5688	2024-12-24 23:07:00+00	2025-01-21	2025-01-11 08:24:00+00	\N
317	4d2672cb-b9dd-4c26-8b6a-6a0b3e8d4c7e	2024-03-23 04:19:00+00	2024-04-20	2024-04-13 13:55:00+00	\N
108	a62bea80-940f-4d37-ad74-5d64e0e16801	2025-04-04 20:01:00+00	2025-05-02	\N	\N
469	f2b2ddc1-aa46-4e1d-994f-072df7e99b07	2024-01-09 02:46:00+00	2024-02-06	2024-02-27 08:55:00+00	5.25
346	6113c037-2835-41f2-9799-b26030dd918c	2024-02-27 19:10:00+00	2024-03-26	2024-03-15 02:27:00+00	\N
377	b1417cd7-2487-43e9-bb2d-34e3fa573b75	2024-07-23 11:29:00+00	2024-08-20	2024-08-08 17:50:00+00	\N
171	79446751-61a8-488d-bc73-6c06bdd7046c	2024-07-31 05:02:00+00	2024-08-28	2024-08-16 20:16:00+00	\N
393	0b59af84-bfa6-4d5c-8fe0-b959756b731f	2024-07-22 19:14:00+00	2024-08-19	2024-09-10 16:07:00+00	5.50
56	1f321a9d-5d02-44a9-bc2a-5822841494f4	2024-05-19 07:26:00+00	2024-06-16	2024-07-04 21:48:00+00	4.50
416	d9549a3b-3689-4dd8-842e-0bae7030f125	2024-12-26 11:08:00+00	2025-01-23	2025-02-02 11:49:00+00	2.50
226	8a232b8e-ac30-40b7-bd84-23c16b2dfa2b	2024-10-08 00:22:00+00	2024-11-05	2024-11-22 16:08:00+00	4.25
263	ba148cf8-a4ec-45ef-8416-ade133145707	2025-12-04 14:26:00+00	2026-01-01	2026-01-02 10:14:00+00	0.25
127	970f3b8b-5b5d-4fa3-b9db-2e9737581b95	2025-02-07 06:51:00+00	2025-03-07	\N	\N
329	f53f948e-6651-4988-a117-27579a994321	2024-06-10 15:58:00+00	2024-07-08	2024-07-13 06:27:00+00	1.25
482	ac79b795-eba6-4541-88c0-754d31f5df71	2025-04-27 04:27:00+00	2025-05-25	2025-06-12 21:29:00+00	4.50
4	83a798b0-7986-457b-9905-42eb54733966	2024-09-06 15:51:00+00	2024-10-04	\N	\N
11	baf132c8-da5c-4b57-a1a2-28521273e6f6	2024-01-18 09:53:00+00	2024-02-15	2024-01-22 11:16:00+00	\N
390	6290f5e2-2571-4fe0-b2c3-f61a31d6eb8f	2025-12-11 08:19:00+00	2026-01-08	2026-01-14 01:42:00+00	1.50
281	ba502a32-8bf9-470d-a195-c3d90b987a42	2025-10-21 13:32:00+00	2025-11-18	2025-11-16 08:57:00+00	\N
57	6113c037-2835-41f2-9799-b26030dd918c	2024-03-03 13:51:00+00	2024-03-31	\N	\N
352	bbdf7b46-a8ea-4258-980e-86d113075b7e	2025-08-27 14:23:00+00	2025-09-24	2025-09-21 20:07:00+00	\N
409	77a83fa3-a2f7-4fbe-a3d2-91a5e86ab2ba	2024-11-24 13:19:00+00	2024-12-22	2024-12-25 11:30:00+00	0.75
97	6d5fa0ad-181a-4803-a6fa-e37e6a3d15eb	2024-03-06 18:35:00+00	2024-04-03	2024-03-10 17:23:00+00	\N
230	de583545-8f00-4200-8054-a2b9028c34d5	2025-08-02 03:44:00+00	2025-08-30	2025-09-18 05:11:00+00	4.75
399	2fbeb0b0-c98b-42fe-901d-f6796fd817fc	2025-11-15 09:46:00+00	2025-12-13	2025-11-29 05:22:00+00	\N
199	4771dce8-3de2-49e6-b25f-8523881a08b7	2025-02-24 07:33:00+00	2025-03-24	\N	\N
193	987c8aaa-57cf-4170-8431-9e78932ef19e	2024-07-08 08:57:00+00	2024-08-05	2024-08-12 17:50:00+00	1.75
104	1b0f95db-c00a-4ab1-adfe-2cf2f5c25299	2024-06-13 07:03:00+00	2024-07-11	2024-06-26 05:54:00+00	\N
65	3e8ce4c9-bd47-4a8b-b43e-641ceb43857e	2024-02-11 03:43:00+00	2024-03-10	\N	\N
127	980ec958-e182-4e77-b742-ad725f2bdccf	2024-06-16 19:43:00+00	2024-07-14	2024-06-19 07:30:00+00	\N
450	f076439f-b743-483f-a9e0-0232fd4a546a	2024-03-04 20:52:00+00	2024-04-01	2024-04-01 22:46:00+00	\N
334	b4134056-8d7a-4e5c-9e71-f632a2fdc1f0	2024-10-01 16:51:00+00	2024-10-29	2024-11-05 00:03:00+00	1.75
122	81268386-36db-4877-a110-bad64ffd261d	2024-06-13 07:41:00+00	2024-07-11	2024-06-19 05:52:00+00	\N
425	50d323f3-bbf1-4ad4-a9c5-5df1a23610a3	2025-01-08 00:23:00+00	2025-02-05	2025-02-19 09:53:00+00	3.50
285	38de3fbe-459c-4e0b-8c3e-38525167f513	2024-04-15 01:20:00+00	2024-05-13	2024-04-27 15:30:00+00	\N
365	ae6c6179-3cb2-4aa9-ad7c-4f648e892149	2025-05-25 20:38:00+00	2025-06-22	2025-06-16 19:30:00+00	\N
488	5a9c88c1-96fe-408b-8184-3ff9c35d6ed3	2025-07-16 06:12:00+00	2025-08-13	2025-08-25 02:47:00+00	3.00
12	d4d9f3f2-ed23-4f62-9805-24fb038f88fe	2024-06-01 12:05:00+00	2024-06-29	2024-07-09 16:16:00+00	2.50
200	47d66416-ce7a-4a37-bc5e-e15ecf740f9d	2024-09-19 05:32:00+00	2024-10-17	2024-10-14 07:51:00+00	\N
251	dbbf4dc0-0a61-4036-8cc0-a36c61e0502c	2024-08-20 21:43:00+00	2024-09-17	2024-09-18 20:25:00+00	0.25
106	18637af1-cfe1-442a-8bd2-8d9baa3ea1ca	2025-09-05 22:42:00+00	2025-10-03	2025-10-21 13:10:00+00	4.50
280	d26f01bb-a306-4e47-ba89-9abac9b98480	2025-11-20 19:38:00+00	2025-12-18	2025-11-22 02:33:00+00	\N
431	cfd11e10-00c6-4d18-8f76-c5e014446910	2024-11-18 02:37:00+00	2024-12-16	2024-12-26 14:29:00+00	2.50
97	eae47e53-6b5b-412d-9e00-7166b3f33153	2025-10-17 04:28:00+00	2025-11-14	2025-11-04 10:23:00+00	\N
179	c80f9781-76fa-47ba-a152-18b99ffb9775	2024-07-07 08:48:00+00	2024-08-04	2024-08-24 17:55:00+00	5.00
315	3d4d9952-6d5e-44e0-9a98-4ac02e1a57bf	2024-02-05 23:08:00+00	2024-03-04	2024-02-07 19:42:00+00	\N
123	567c27ff-8dcf-40a1-89f8-b4808fbb408b	2025-06-22 03:21:00+00	2025-07-20	\N	\N
330	75fc4f2d-a50a-4c0b-b23a-e6f15b0d47a4	2025-01-16 15:30:00+00	2025-02-13	2025-03-04 02:12:00+00	4.75
436	44d551d0-ded4-46be-9cf3-bda5f04b896d	2024-03-25 07:32:00+00	2024-04-22	2024-04-02 10:26:00+00	\N
84	75cd8dab-106b-469f-8434-0bcebd24811a	2024-02-23 13:36:00+00	2024-03-22	2024-03-24 20:59:00+00	0.50
353	8788f979-7c72-4876-bf0d-87c8e7701f28	2025-06-13 02:27:00+00	2025-07-11	2025-07-06 07:19:00+00	\N
94	b188fb86-01b9-4d64-84be-d812a383ac0d	2024-05-16 15:11:00+00	2024-06-13	2024-07-04 19:01:00+00	5.25
456	fc1e7b50-f565-441b-b05c-9d3ab618cbef	2025-12-27 11:47:00+00	2026-01-24	2026-02-03 00:46:00+00	2.50
466	c8f992bc-1a26-40cf-813e-d7c81a9d98c9	2024-11-01 10:54:00+00	2024-11-29	2024-12-15 10:44:00+00	4.00
339	ecded7b5-f36a-4771-81f3-7c6f33ffe4ea	2024-04-21 06:17:00+00	2024-05-19	2024-06-04 07:55:00+00	4.00
1	317ca4eb-0845-4017-8eb9-65d15766c010	2024-09-15 16:13:00+00	2024-10-13	2024-10-14 15:43:00+00	0.25
437	41f3916e-493a-4577-a5f9-73208976b040	2025-11-11 06:18:00+00	2025-12-09	\N	\N
427	652aa3a8-0e04-4ca8-91d1-8885a9680762	2025-05-30 01:05:00+00	2025-06-27	2025-07-16 22:28:00+00	4.75
269	45aac437-28d6-4c20-9e5b-cb9800c6f126	2024-01-06 08:00:00+00	2024-02-03	2024-02-05 00:50:00+00	0.50
370	9c6977f2-2b7a-46dc-b093-dad5e311dbdb	2025-05-27 10:31:00+00	2025-06-24	2025-05-31 07:24:00+00	\N
187	d20e9f65-8a4a-4d5f-8f58-ba806a789d36	2025-02-10 03:09:00+00	2025-03-10	2025-03-27 12:36:00+00	4.25
48	79446751-61a8-488d-bc73-6c06bdd7046c	2025-12-23 02:34:00+00	2026-01-20	2025-12-28 07:53:00+00	\N
302	0c7874cb-9a4c-4a0e-82d7-ed92b0b2b49c	2024-06-17 05:42:00+00	2024-07-15	2024-07-10 22:29:00+00	\N
371	a164d0a7-9f90-4561-b5b3-dfc2507a7d22	2025-08-17 05:41:00+00	2025-09-14	2025-08-18 22:41:00+00	\N
61	07892db3-60eb-4d1e-8c20-187337d9dc93	2024-09-21 02:02:00+00	2024-10-19	2024-10-09 03:44:00+00	\N
139	848156a1-69d9-46ba-9822-ffc989de10b7	2025-08-04 14:09:00+00	2025-09-01	2025-09-03 20:36:00+00	0.50
220	d81fc14a-e21c-4dfd-a0c8-6efd708e6a57	2024-12-30 00:55:00+00	2025-01-27	2025-02-04 03:24:00+00	2.00
406	7a931f3e-8f3a-410d-8389-d5c7c1fb4db7	2025-07-07 06:45:00+00	2025-08-04	2025-08-22 08:03:00+00	4.50
494	4a188b60-9fae-4831-8102-541627a8a9b8	2024-06-11 09:07:00+00	2024-07-09	2024-07-16 23:15:00+00	1.75
263	bd68edd9-04d9-4e70-90a3-9fd74c19b8e2	2025-07-06 18:21:00+00	2025-08-03	2025-08-21 21:36:00+00	4.50
29	99a3c13a-6fa5-446a-940f-11b5fd5dc0ba	2025-12-18 09:41:00+00	2026-01-15	2026-01-07 15:46:00+00	\N
247	ff422fcb-3ded-4ce9-a43b-b82003237c41	2025-12-25 20:18:00+00	2026-01-22	2026-01-23 22:57:00+00	0.25
45	80f3ddf4-7c2f-4a36-aa94-0899b6dd362e	2024-11-11 05:12:00+00	2024-12-09	2024-12-15 07:46:00+00	1.50
186	cd3bdd5e-00ee-4de0-89e6-c62e84bb9499	2025-12-15 17:38:00+00	2026-01-12	2026-01-24 00:26:00+00	3.00
42	2ac8d200-9bc5-46f5-a6fe-eca5609d63a2	2024-01-21 04:42:00+00	2024-02-18	\N	\N
201	a67c82b3-420a-4a61-8f51-359cc5165a04	2025-01-10 09:36:00+00	2025-02-07	2025-02-10 05:35:00+00	0.75
67	131abb8d-1cfb-490a-ba45-a637407a8847	2024-11-01 10:12:00+00	2024-11-29	\N	\N
294	44620af4-502a-4668-b31c-01faeb82452d	2025-01-16 16:48:00+00	2025-02-13	2025-01-20 02:20:00+00	\N
265	7985b8da-8fc2-4025-8b70-50fb93f7e90e	2024-05-13 12:26:00+00	2024-06-10	2024-05-16 14:28:00+00	\N
164	9bdc85bb-7a17-4949-a2d6-538fb43e149a	2024-08-05 15:11:00+00	2024-09-02	2024-09-19 14:14:00+00	4.25
264	e6cf1a81-8ee9-46ee-bb6c-81fabde8f744	2025-05-02 23:36:00+00	2025-05-30	2025-05-08 01:54:00+00	\N
30	19f22695-0131-4fca-aaa0-a4701b13c008	2024-05-27 12:42:00+00	2024-06-24	2024-06-12 22:14:00+00	\N
151	53851571-ff58-418a-965d-4e8b5ea073ed	2024-08-06 19:19:00+00	2024-09-03	2024-08-11 23:55:00+00	\N
481	971bbd19-7756-4dc2-b7b7-b8d0adcbd49f	2025-12-06 20:08:00+00	2026-01-03	2025-12-09 23:02:00+00	\N
353	2fbeb0b0-c98b-42fe-901d-f6796fd817fc	2024-12-27 19:47:00+00	2025-01-24	2025-01-30 19:14:00+00	1.50
305	43cefde6-eccf-4d7f-b86f-0a7da8bf9cd4	2025-03-06 09:43:00+00	2025-04-03	2025-04-15 20:35:00+00	3.00
221	949404b4-bec3-4d93-b6ef-622c17ba89b4	2024-06-24 15:36:00+00	2024-07-22	2024-07-29 07:35:00+00	1.75
155	a33de56e-d464-4f7a-8a0b-0afdc814f03c	2025-09-24 06:50:00+00	2025-10-22	2025-10-21 16:27:00+00	\N
480	f013972e-7a11-42d0-a79b-b0c182051eee	2024-08-28 06:05:00+00	2024-09-25	2024-09-16 03:28:00+00	\N
11	12849811-db99-4b86-aec0-c2ccce0a6f5f	2024-01-19 13:15:00+00	2024-02-16	2024-02-15 19:58:00+00	\N
146	ab8d9bec-a052-458e-93a9-e355131ea40b	2024-09-08 00:40:00+00	2024-10-06	2024-10-21 22:56:00+00	3.75
39	fc9c3e85-90a0-43e3-ad50-7d44de4dd2d4	2024-12-22 07:55:00+00	2025-01-19	2025-01-02 03:01:00+00	\N
75	fe55c08d-bd47-4576-897f-40dc2667877a	2025-11-15 11:24:00+00	2025-12-13	2025-11-15 14:38:00+00	\N
115	e12682ed-5dcc-440a-873b-c18ee498f1ba	2025-09-30 09:14:00+00	2025-10-28	2025-10-23 19:53:00+00	\N
162	f84c0b1a-0722-4654-9b4c-f435c60423f8	2024-05-23 21:03:00+00	2024-06-20	2024-06-20 01:18:00+00	\N
37	598b8cea-ba73-40d4-b800-d6e96bc2deb1	2025-10-24 10:08:00+00	2025-11-21	2025-12-12 12:18:00+00	5.25
300	645fa39b-ce8d-48a2-b845-d1bd4eb3e6c0	2024-09-04 12:25:00+00	2024-10-02	2024-10-14 15:26:00+00	3.00
56	49a25407-4b9e-43dd-bf26-65da4ca73bae	2024-03-06 17:20:00+00	2024-04-03	2024-04-14 23:53:00+00	2.75
407	0bc1d4bf-f138-465d-9b59-af3617f03421	2025-09-30 10:37:00+00	2025-10-28	\N	\N
298	a09e3d8c-4ee3-4f74-95e3-0fbbe0fe9eda	2024-04-17 07:16:00+00	2024-05-15	2024-06-03 05:07:00+00	4.75
241	ebabea4b-655b-47dd-9086-f8e927021fee	2024-05-16 18:02:00+00	2024-06-13	2024-05-16 21:43:00+00	\N
448	50e4f4e0-879f-40e6-9854-d9f9aa497891	2025-03-26 14:51:00+00	2025-04-23	\N	\N
265	bac0f16f-3b59-430e-b9a1-4160e7ba442e	2024-05-09 13:02:00+00	2024-06-06	2024-05-21 17:40:00+00	\N
370	1b7c36d5-6b86-465a-aaec-2ed6d4f52224	2025-12-21 02:35:00+00	2026-01-18	2026-02-05 09:13:00+00	4.50
305	af2915c7-a369-4699-9505-7d85aaf38b96	2025-05-13 09:21:00+00	2025-06-10	2025-06-26 02:50:00+00	4.00
407	9c026c78-9c82-4628-8c2d-88d9a10dfbaa	2024-03-25 09:39:00+00	2024-04-22	2024-05-12 20:38:00+00	5.00
126	4ec74d9f-78e2-40ea-a6cc-672719734468	2025-01-29 19:54:00+00	2025-02-26	2025-02-28 06:17:00+00	0.50
488	4d6423b8-de13-4cf5-b103-430cd2cd9559	2024-04-09 07:33:00+00	2024-05-07	2024-04-10 00:50:00+00	\N
367	87bd7903-bcad-411d-9347-d047ec85c7f0	2024-09-13 12:57:00+00	2024-10-11	2024-10-19 19:01:00+00	2.00
153	0e953c2f-5496-4f6f-9ca1-94fd096f6ab0	2024-05-10 00:36:00+00	2024-06-07	2024-06-20 14:25:00+00	3.25
256	0303e61d-7df1-496a-a4e8-14d7b2dc7351	2024-04-28 23:56:00+00	2024-05-26	2024-05-30 05:51:00+00	1.00
325	60b88b0f-08fb-430d-963d-1f972693bf15	2024-09-19 09:38:00+00	2024-10-17	2024-10-09 18:08:00+00	\N
51	039a4bd1-27b4-4c12-804b-5d7f1dab905a	2024-06-30 13:41:00+00	2024-07-28	2024-07-05 07:34:00+00	\N
355	38f6b17a-8929-456a-a2bc-0d82cc530496	2024-11-09 10:09:00+00	2024-12-07	\N	\N
126	57bb213c-0d90-4318-a099-713baba65e90	2024-03-27 11:04:00+00	2024-04-24	2024-05-01 00:07:00+00	1.75
427	d169a201-3448-4d07-9227-b124c3e346a6	2024-12-24 17:14:00+00	2025-01-21	2025-02-08 22:18:00+00	4.50
414	352bf505-aad0-4092-8bb1-d89019a98474	2024-11-03 05:03:00+00	2024-12-01	2024-11-16 16:22:00+00	\N
447	d5d40e97-12f8-4256-acb4-b9133825bf94	2024-01-11 02:04:00+00	2024-02-08	2024-01-19 23:58:00+00	\N
414	45160d33-c3b2-4515-9b59-72004a6200e7	2025-06-03 13:00:00+00	2025-07-01	2025-07-16 06:15:00+00	3.75
212	f8cd2da0-e1c8-4293-b529-0b05e1b932af	2025-10-30 12:24:00+00	2025-11-27	\N	\N
25	70a5ddfb-c787-4cb8-8424-01a38a99dd82	2025-02-03 19:38:00+00	2025-03-03	2025-02-14 07:07:00+00	\N
150	890ad9a8-99ff-4443-84f7-3756b85fb487	2025-11-17 23:58:00+00	2025-12-15	\N	\N
489	9404e673-ec5f-4eab-9e51-b8f376e8556c	2024-02-26 09:56:00+00	2024-03-25	2024-03-03 08:51:00+00	\N
294	c1349023-324d-4590-869e-5783e962863a	2025-07-18 19:01:00+00	2025-08-15	\N	\N
493	6e6c3050-35ef-4a92-ab48-5796734973ee	2025-04-30 23:38:00+00	2025-05-28	2025-05-15 17:48:00+00	\N
397	950427ec-b6e4-41d3-b0d0-ceec885acb2e	2025-06-25 12:32:00+00	2025-07-23	2025-08-03 00:55:00+00	2.75
162	62adb5a0-964b-40b4-93c2-a4524b68c8ba	2025-11-30 03:58:00+00	2025-12-28	2025-12-02 22:58:00+00	\N
1	fa30b7ca-691e-4292-b71d-7d87be284391	2024-04-16 05:14:00+00	2024-05-14	2024-05-03 14:02:00+00	\N
409	ea1a9e03-dadb-4e37-b009-dc657bd7edf5	2025-12-19 05:59:00+00	2026-01-16	2025-12-19 23:59:00+00	\N
221	65b6ba27-1de7-4fb4-964b-1364b95c9e09	2025-02-13 05:17:00+00	2025-03-13	2025-03-09 01:10:00+00	\N
446	1589d379-e9fa-4817-87ae-de65b866467a	2025-08-18 06:57:00+00	2025-09-15	2025-10-03 04:02:00+00	4.50
236	bcb92e3c-22e2-4ea2-86cb-6bdcac5a4002	2024-12-28 17:02:00+00	2025-01-25	2025-02-06 08:33:00+00	3.00
150	d1e0d514-da77-415b-9dab-001d8ee47c28	2025-11-07 07:34:00+00	2025-12-05	2025-12-19 07:54:00+00	3.50
261	f55848b9-eaf2-4f19-b374-1289842238d8	2025-12-20 15:42:00+00	2026-01-17	2026-01-15 07:04:00+00	\N
180	02722d6c-9535-4dcc-b223-79613ba13147	2025-05-24 18:33:00+00	2025-06-21	2025-06-24 17:40:00+00	0.75
219	95f9784e-87fd-4de0-bf62-91d89739096b	2025-08-06 00:26:00+00	2025-09-03	2025-08-24 04:11:00+00	\N
23	99a3c13a-6fa5-446a-940f-11b5fd5dc0ba	2024-04-10 12:35:00+00	2024-05-08	2024-05-16 15:35:00+00	2.00
480	9e6e8ad2-eda6-418a-a70c-08acec64c01a	2025-10-28 23:03:00+00	2025-11-25	2025-11-24 00:04:00+00	\N
194	62a8b3a9-dd46-4f60-9d05-6c3737b1363f	2024-11-11 09:14:00+00	2024-12-09	2024-11-16 23:22:00+00	\N
256	dc44ee75-08fb-45b0-a7d6-4b04ca9abb2d	2025-12-02 06:47:00+00	2025-12-30	2025-12-22 16:49:00+00	\N
116	d7d4505a-1724-493f-8b48-1b14da9c2de1	2024-03-27 12:14:00+00	2024-04-24	2024-04-27 16:15:00+00	0.75
391	75fc4f2d-a50a-4c0b-b23a-e6f15b0d47a4	2024-08-21 15:14:00+00	2024-09-18	2024-08-29 07:31:00+00	\N
470	64e9ca04-604d-4015-9251-549eb1a43973	2025-11-10 12:36:00+00	2025-12-08	2025-11-24 15:26:00+00	\N
202	03d8188a-5827-4807-bdc4-735ca0826c46	2025-08-17 21:25:00+00	2025-09-14	2025-09-27 10:41:00+00	3.25
233	f411a4a5-9e34-4acd-8f8c-4c3e780bd9f2	2024-05-08 18:47:00+00	2024-06-05	2024-06-02 22:17:00+00	\N
405	5e954ad5-4685-496c-b6b2-0454b0bb32ff	2024-09-12 05:39:00+00	2024-10-10	2024-09-27 19:32:00+00	\N
170	d0e10242-6824-41d2-8116-955ec375fd2f	2024-12-03 22:26:00+00	2024-12-31	2024-12-19 23:42:00+00	\N
273	ec1881ea-0ad5-475f-86cb-ae0603734b55	2025-08-18 17:01:00+00	2025-09-15	2025-09-12 02:44:00+00	\N
355	a5b93e17-fccf-4b00-8b5a-302ce4a50585	2024-06-12 07:12:00+00	2024-07-10	2024-07-10 18:33:00+00	\N
172	acdaf3b6-7f2b-44b9-abf6-3014ee9c5de6	2025-10-15 22:48:00+00	2025-11-12	2025-12-03 08:05:00+00	5.25
74	2f293a6e-34e7-4958-ae34-0d4586bd3d0e	2025-05-10 06:50:00+00	2025-06-07	2025-06-06 04:59:00+00	\N
76	5fd6068c-2c0b-4c00-8ff5-f03f5aed743f	2024-05-09 14:25:00+00	2024-06-06	2024-06-15 19:19:00+00	2.25
21	874d9435-c71a-4df8-9315-74482d3eb8e2	2024-04-16 21:56:00+00	2024-05-14	2024-05-25 19:58:00+00	2.75
223	29cb7e6e-aad2-47d4-a621-d0ff2dd6dd58	2025-05-19 05:23:00+00	2025-06-16	2025-05-19 19:40:00+00	\N
138	c05043f5-7b28-419e-ac2f-450a2cea2ff7	2024-10-19 21:03:00+00	2024-11-16	2024-11-22 23:40:00+00	1.50
309	29a54514-7c4b-4768-97a7-2395fb466004	2025-12-30 17:34:00+00	2026-01-27	2026-01-25 13:30:00+00	\N
346	2116e279-2bfb-4ec5-b603-ade3fd310f47	2024-04-16 13:50:00+00	2024-05-14	2024-05-29 16:41:00+00	3.75
182	75aa11d5-2c47-4845-affa-56fadd8c9ac2	2024-03-06 14:01:00+00	2024-04-03	2024-04-20 01:30:00+00	4.25
168	809856ed-3b70-49e9-9b3f-27cabcdbc1b0	2025-12-25 22:48:00+00	2026-01-22	2026-01-21 16:24:00+00	\N
354	ad3e5fb4-9a3e-4078-96d4-6f1ccacbbd08	2025-12-05 08:12:00+00	2026-01-02	2026-01-09 02:26:00+00	1.75
381	ed8a450c-5a12-4539-9654-15eb468b44b5	2024-06-12 10:18:00+00	2024-07-10	2024-07-30 19:21:00+00	5.00
182	7a53288a-7817-4465-a82b-c12eec561210	2024-02-21 21:21:00+00	2024-03-20	2024-02-27 10:01:00+00	\N
362	e24730ae-bfe5-4ae5-8154-b6b9c25db4c5	2025-09-29 05:57:00+00	2025-10-27	2025-10-21 15:08:00+00	\N
377	79943cb1-b452-4aea-9d7f-7f88211c06dc	2024-02-10 23:35:00+00	2024-03-09	2024-03-08 03:56:00+00	\N
408	c8bb8b0e-b42a-4a02-9d36-4ddd4e9b411c	2025-03-27 00:55:00+00	2025-04-24	2025-05-01 09:14:00+00	1.75
180	f3f4cfeb-4494-43ba-ad29-85329f1674da	2024-05-26 10:36:00+00	2024-06-23	2024-06-28 09:39:00+00	1.25
55	1053c583-ff2a-4790-9e92-faa2c7b347f2	2024-08-17 23:45:00+00	2024-09-14	2024-09-16 05:27:00+00	0.50
199	988f39dd-afd0-4b9d-904e-d8932059f80a	2025-09-13 23:13:00+00	2025-10-11	2025-09-14 23:50:00+00	\N
200	f53e534f-3fe7-44f8-a960-9b39a238d729	2025-07-04 07:50:00+00	2025-08-01	2025-07-21 09:21:00+00	\N
476	098da46c-c0fe-4f54-a278-db8f5a7d9777	2024-04-13 21:41:00+00	2024-05-11	2024-05-30 19:59:00+00	4.75
404	7008c2b1-3ae2-4e13-96e8-6e40fdddde1c	2025-02-28 05:21:00+00	2025-03-28	2025-04-09 20:46:00+00	3.00
260	fc9c3e85-90a0-43e3-ad50-7d44de4dd2d4	2024-10-12 09:08:00+00	2024-11-09	2024-11-24 23:00:00+00	3.75
127	be25d1c4-b626-4151-9247-bf07b1e6b871	2024-12-04 05:47:00+00	2025-01-01	2025-01-07 22:58:00+00	1.50
46	b7042283-ea42-49ad-b9c6-d8016b435f4b	2024-10-18 13:03:00+00	2024-11-15	2024-10-31 14:59:00+00	\N
115	566449bf-3c8f-48b6-ab97-83cc558ded74	2024-12-17 08:31:00+00	2025-01-14	2025-01-26 07:17:00+00	3.00
236	dcafcdff-9045-4a71-9b48-11c4a531796b	2024-06-22 14:37:00+00	2024-07-20	2024-08-07 20:12:00+00	4.50
244	944bfba4-7bdc-45a1-9c7f-6041756c9c9b	2025-10-12 20:27:00+00	2025-11-09	2025-10-29 04:07:00+00	\N
220	fb73c90b-7e97-4115-a049-468c3044f433	2024-10-15 08:12:00+00	2024-11-12	2024-10-18 12:08:00+00	\N
412	5f932948-5a65-4ace-a418-3f6ef6b7e4b2	2025-12-16 18:24:00+00	2026-01-13	2025-12-25 04:45:00+00	\N
263	e534fd2d-1c06-4e61-bf2a-403463fabc05	2025-11-02 18:27:00+00	2025-11-30	\N	\N
165	6e50cd1a-9694-465b-b89b-97d2a9f309b2	2024-05-06 15:57:00+00	2024-06-03	2024-05-14 20:57:00+00	\N
343	d5c82e7b-c547-45ad-94ee-67debe2a49b8	2024-08-28 09:14:00+00	2024-09-25	2024-09-19 02:22:00+00	\N
242	80c51f83-4c02-404f-8079-6234a7a27c2c	2025-04-27 08:34:00+00	2025-05-25	2025-05-10 12:46:00+00	\N
439	9f37921d-ac07-47cd-90ae-d3a30a1776ad	2024-01-28 11:53:00+00	2024-02-25	2024-03-04 18:17:00+00	2.00
6	8b3be60b-f9d0-4867-ac0a-5f9a544c51ce	2025-11-17 02:30:00+00	2025-12-15	2025-12-01 03:27:00+00	\N
473	0ad19403-f44c-443d-bad6-2739625dfdca	2024-02-17 20:50:00+00	2024-03-16	2024-02-26 18:29:00+00	\N
216	45283156-2770-4b78-b33a-0053581470a5	2024-02-23 17:15:00+00	2024-03-22	2024-03-26 19:52:00+00	1.00
109	5072bcda-bd10-4bf7-8966-4ccec67972b6	2025-06-23 20:49:00+00	2025-07-21	2025-07-09 14:15:00+00	\N
417	ba148cf8-a4ec-45ef-8416-ade133145707	2024-01-13 21:32:00+00	2024-02-10	2024-02-29 08:19:00+00	4.75
271	8dbfc708-3c58-49b6-b8e7-3e432458da71	2025-04-23 01:27:00+00	2025-05-21	2025-06-03 00:09:00+00	3.25
231	7c688410-abd9-44e6-9658-1984dc185a0d	2025-05-31 22:24:00+00	2025-06-28	2025-07-16 23:01:00+00	4.50
333	af20ae86-7eeb-44e5-a315-d351dde9355c	2025-06-12 04:45:00+00	2025-07-10	\N	\N
16	53787efb-bad0-4339-8b79-7745a464da57	2024-06-11 22:54:00+00	2024-07-09	2024-07-04 05:35:00+00	\N
229	6bbcf05a-3088-4cb7-854e-c26e116a5205	2025-10-02 05:54:00+00	2025-10-30	2025-10-22 14:17:00+00	\N
312	1a4ab319-82c0-41d6-a21d-81dac45eb7ab	2025-04-22 22:35:00+00	2025-05-20	2025-05-21 05:09:00+00	0.25
65	d60290e6-7003-4f39-8bd3-0ffd92f13a7a	2025-08-02 10:03:00+00	2025-08-30	2025-08-06 10:52:00+00	\N
141	85905b44-cd87-49a2-8806-d759cb54be81	2024-07-22 08:41:00+00	2024-08-19	\N	\N
111	fff61b06-3740-4299-b6f3-1c3bfdf36679	2024-07-31 01:34:00+00	2024-08-28	\N	\N
161	9a7cbcf3-533e-4ddd-a1f9-70621c2df249	2024-09-20 05:36:00+00	2024-10-18	2024-09-24 23:52:00+00	\N
488	6c3faf7d-6ad8-4c4a-abd1-0499cdeb47fc	2024-06-03 02:25:00+00	2024-07-01	2024-07-02 15:13:00+00	0.25
431	abb10566-cf97-4b11-b1ee-27829c27df57	2024-02-17 16:58:00+00	2024-03-16	2024-02-28 10:38:00+00	\N
497	cfd11e10-00c6-4d18-8f76-c5e014446910	2025-05-17 21:04:00+00	2025-06-14	2025-06-13 00:51:00+00	\N
63	3ef8bafb-a4e8-4e49-9961-ca8ea11ae942	2024-06-04 02:36:00+00	2024-07-02	2024-06-29 15:59:00+00	\N
252	a33de56e-d464-4f7a-8a0b-0afdc814f03c	2024-01-14 00:43:00+00	2024-02-11	2024-02-04 19:44:00+00	\N
399	7008c2b1-3ae2-4e13-96e8-6e40fdddde1c	2025-11-08 10:40:00+00	2025-12-06	2025-12-25 17:54:00+00	4.75
239	b683483c-828d-4d0e-b257-7c9b10eb64cb	2025-09-13 08:34:00+00	2025-10-11	2025-10-30 04:53:00+00	4.75
313	f4086f4b-202a-4267-83aa-66e34e755595	2025-03-01 08:00:00+00	2025-03-29	2025-03-15 04:00:00+00	\N
231	57bb213c-0d90-4318-a099-713baba65e90	2024-11-25 07:54:00+00	2024-12-23	2024-11-30 08:13:00+00	\N
482	944bfba4-7bdc-45a1-9c7f-6041756c9c9b	2024-04-03 10:16:00+00	2024-05-01	2024-05-22 23:53:00+00	5.25
461	41f3916e-493a-4577-a5f9-73208976b040	2024-08-12 04:09:00+00	2024-09-09	2024-08-20 02:01:00+00	\N
117	35f4ab61-613f-4419-8249-95a244556422	2024-07-24 02:14:00+00	2024-08-21	2024-08-14 23:05:00+00	\N
239	4ef242f6-ca87-49fb-93c4-18edc6d63b31	2024-12-09 00:24:00+00	2025-01-06	2024-12-24 04:08:00+00	\N
118	0303e61d-7df1-496a-a4e8-14d7b2dc7351	2025-08-15 15:15:00+00	2025-09-12	2025-09-04 10:23:00+00	\N
329	29cb7e6e-aad2-47d4-a621-d0ff2dd6dd58	2025-05-08 01:58:00+00	2025-06-05	2025-05-26 04:54:00+00	\N
123	5e27385e-739e-43d0-b048-5166ab140317	2025-05-24 02:30:00+00	2025-06-21	2025-05-24 08:32:00+00	\N
72	631932ca-945f-471f-a652-0a483a7bbf31	2024-11-05 05:35:00+00	2024-12-03	2024-11-17 08:40:00+00	\N
253	45815624-962d-438f-9d4f-2bd0abc3e7c9	2024-02-02 19:35:00+00	2024-03-01	2024-03-19 19:31:00+00	4.50
41	051add2b-817f-4025-9d09-279e14579cb3	2025-01-20 03:27:00+00	2025-02-17	2025-01-29 15:23:00+00	\N
127	ee681c26-7c95-4481-a7a2-52e299fd4e05	2025-05-08 09:07:00+00	2025-06-05	2025-05-30 04:57:00+00	\N
239	4d801a60-fc61-4791-b9e0-07863d0da5bc	2025-09-24 20:20:00+00	2025-10-22	2025-10-31 14:07:00+00	2.25
58	a33de56e-d464-4f7a-8a0b-0afdc814f03c	2024-07-13 13:13:00+00	2024-08-10	2024-08-29 00:22:00+00	4.75
154	42eb97ef-10d1-4e37-8a5c-2cfe86e55e2b	2025-01-16 20:07:00+00	2025-02-13	2025-03-02 09:24:00+00	4.25
88	77bf9bb9-519d-4670-971c-bb210bb378f4	2025-01-05 15:41:00+00	2025-02-02	\N	\N
267	7fef0806-ca90-42fb-b629-1087ce37638d	2025-03-25 06:27:00+00	2025-04-22	2025-05-02 11:23:00+00	2.50
4	e91cc611-bafe-45d5-ae8e-3806d5a04374	2025-02-26 16:45:00+00	2025-03-26	2025-03-13 22:34:00+00	\N
129	449e5d04-f99a-4110-b93d-e53b6cb7d3d3	2024-06-26 16:02:00+00	2024-07-24	2024-07-31 16:03:00+00	1.75
328	46f924fd-7b67-4aca-9c5b-f557eabc5a7a	2025-03-21 17:41:00+00	2025-04-18	2025-04-19 18:44:00+00	0.25
332	dae2fb90-d807-400a-a834-ddbc51ad80ce	2025-05-15 00:23:00+00	2025-06-12	\N	\N
363	f898809e-401a-4dec-af57-3c3927f0ad52	2025-10-13 09:40:00+00	2025-11-10	2025-11-10 23:50:00+00	\N
7	d98e1d70-43e2-4ad9-84fc-92d31c1e87bb	2024-08-29 17:48:00+00	2024-09-26	2024-09-02 09:07:00+00	\N
432	ffd4dfa4-2995-4e2d-a60f-d149d5a946ee	2025-03-18 18:04:00+00	2025-04-15	2025-04-13 18:21:00+00	\N
255	7b0992b4-ff2c-4f92-b2ca-e6757bb151be	2025-01-15 01:15:00+00	2025-02-12	2025-02-15 17:33:00+00	0.75
195	0892f381-b972-47c9-9733-d37465572142	2024-10-02 09:52:00+00	2024-10-30	2024-10-16 00:34:00+00	\N
241	ec1881ea-0ad5-475f-86cb-ae0603734b55	2025-07-18 14:03:00+00	2025-08-15	2025-07-25 08:26:00+00	\N
453	735c725d-3cc0-4b63-a767-ca119996fcbb	2024-02-14 03:59:00+00	2024-03-13	2024-04-02 23:50:00+00	5.00
483	9d4407df-d50b-4fbe-8275-181e42b4f588	2024-08-13 12:35:00+00	2024-09-10	2024-08-26 13:26:00+00	\N
58	3b0d158e-0a20-470e-9027-72b753621d17	2024-06-05 03:15:00+00	2024-07-03	\N	\N
260	8e16e7d6-db5a-46cb-a741-76cdeb0228d8	2025-12-08 13:11:00+00	2026-01-05	2026-01-09 05:16:00+00	1.00
167	f3551fe6-818d-4075-839c-b25184e88e7b	2025-06-18 16:28:00+00	2025-07-16	2025-07-22 11:37:00+00	1.50
222	a40d3ca2-8548-4e07-9010-24696830b705	2024-01-04 06:41:00+00	2024-02-01	\N	\N
38	8ecdb061-7d83-4cd4-911c-099155dfa1e7	2025-01-01 00:58:00+00	2025-01-29	\N	\N
149	d66919aa-eac1-4b0d-bb42-79d9cdeb9d99	2025-04-25 00:19:00+00	2025-05-23	2025-05-15 08:34:00+00	\N
373	a3efd66f-316b-47a4-ab8b-69fb49776f6b	2025-06-17 13:31:00+00	2025-07-15	2025-06-22 13:16:00+00	\N
40	45160d33-c3b2-4515-9b59-72004a6200e7	2024-02-10 02:14:00+00	2024-03-09	2024-03-08 13:45:00+00	\N
194	db9566c4-2736-42c4-a99a-53a94f32d34f	2025-07-26 22:14:00+00	2025-08-23	2025-08-05 18:25:00+00	\N
294	74c017b3-bb92-4fec-a381-44cee7677eb6	2025-03-10 01:16:00+00	2025-04-07	\N	\N
378	adafdb5d-0515-45d0-9e12-b8eaf2958d80	2025-09-24 19:39:00+00	2025-10-22	2025-10-29 11:11:00+00	1.75
385	adafdb5d-0515-45d0-9e12-b8eaf2958d80	2024-07-10 20:29:00+00	2024-08-07	2024-08-25 15:35:00+00	4.50
450	2341aa2e-2aff-40aa-a5c6-658ecdf72144	2025-10-05 01:57:00+00	2025-11-02	\N	\N
84	9bdc85bb-7a17-4949-a2d6-538fb43e149a	2025-03-11 14:53:00+00	2025-04-08	2025-04-04 23:28:00+00	\N
368	efb00d82-2e30-40d1-a6b1-0aa660fa8363	2024-10-19 12:21:00+00	2024-11-16	2024-11-27 11:58:00+00	2.75
144	9587329f-4152-4b4c-bb2a-04aff3b43c9e	2025-10-06 03:15:00+00	2025-11-03	2025-11-19 20:02:00+00	4.00
\.

COPY climate (at, room, celsius, humidity, lux) FROM STDIN;
2025-11-01 00:00:00	atrium	21.768795	42.0	722
2025-11-01 00:00:00	east wing	20.016038	47.3	97
2025-11-01 00:00:00	map room	21.346171	45.4	850
2025-11-01 00:00:00	reading room	20.570165	40.6	744
2025-11-01 00:00:00	stacks	20.818592	44.9	143
2025-11-01 06:00:00	atrium	20.956099	31.4	152
2025-11-01 06:00:00	east wing	19.849554	38.0	440
2025-11-01 06:00:00	map room	20.347432	35.0	141
2025-11-01 06:00:00	reading room	20.493585	36.1	330
2025-11-01 06:00:00	stacks	20.709364	59.0	433
2025-11-01 12:00:00	atrium	22.022136	58.7	865
2025-11-01 12:00:00	east wing	21.670591	\N	168
2025-11-01 12:00:00	map room	22.55776	49.0	26
2025-11-01 12:00:00	reading room	21.964126	30.3	95
2025-11-01 12:00:00	stacks	21.328307	39.0	175
2025-11-01 18:00:00	atrium	21.323518	49.3	632
2025-11-01 18:00:00	east wing	22.23264	\N	402
2025-11-01 18:00:00	map room	23.444411	36.4	309
2025-11-01 18:00:00	reading room	23.260126	31.6	234
2025-11-01 18:00:00	stacks	21.259412	45.7	690
2025-11-02 00:00:00	atrium	19.637186	46.2	87
2025-11-02 00:00:00	east wing	21.686846	59.2	685
2025-11-02 00:00:00	map room	20.937014	33.3	897
2025-11-02 00:00:00	reading room	20.120665	59.8	451
2025-11-02 00:00:00	stacks	19.693138	33.4	462
2025-11-02 06:00:00	atrium	19.12512	50.1	681
2025-11-02 06:00:00	east wing	20.95584	52.8	846
2025-11-02 06:00:00	map room	21.962844	50.4	108
2025-11-02 06:00:00	reading room	19.990197	55.5	555
2025-11-02 06:00:00	stacks	19.267954	38.9	217
2025-11-02 12:00:00	atrium	20.888262	44.8	857
2025-11-02 12:00:00	east wing	23.053311	\N	558
2025-11-02 12:00:00	map room	23.418896	57.2	880
2025-11-02 12:00:00	reading room	22.258107	36.3	40
2025-11-02 12:00:00	stacks	23.327257	59.4	141
2025-11-02 18:00:00	atrium	23.298254	35.9	237
2025-11-02 18:00:00	east wing	20.988933	33.9	789
2025-11-02 18:00:00	map room	20.765462	33.5	893
2025-11-02 18:00:00	reading room	21.320493	47.9	830
2025-11-02 18:00:00	stacks	22.628798	31.4	570
2025-11-03 00:00:00	atrium	19.685722	58.4	203
2025-11-03 00:00:00	east wing	19.9569	49.7	15
2025-11-03 00:00:00	map room	21.836476	41.2	394
2025-11-03 00:00:00	reading room	19.957583	47.5	541
2025-11-03 00:00:00	stacks	19.568942	37.3	448
2025-11-03 06:00:00	atrium	19.65888	53.6	852
2025-11-03 06:00:00	east wing	19.681764	50.6	43
2025-11-03 06:00:00	map room	21.66786	55.7	835
2025-11-03 06:00:00	reading room	20.628858	35.1	471
2025-11-03 06:00:00	stacks	21.533123	57.0	742
2025-11-03 12:00:00	atrium	22.304185	\N	622
2025-11-03 12:00:00	east wing	23.101955	34.7	497
2025-11-03 12:00:00	map room	22.409661	34.3	189
2025-11-03 12:00:00	reading room	21.785562	44.2	247
2025-11-03 12:00:00	stacks	21.523567	39.4	872
2025-11-03 18:00:00	atrium	23.277003	39.8	161
2025-11-03 18:00:00	east wing	22.465503	33.7	885
2025-11-03 18:00:00	map room	20.56628	59.4	833
2025-11-03 18:00:00	reading room	23.290769	31.5	514
2025-11-03 18:00:00	stacks	21.350219	44.8	562
2025-11-04 00:00:00	atrium	20.698528	51.8	443
2025-11-04 00:00:00	east wing	19.456421	50.5	587
2025-11-04 00:00:00	map room	20.467527	35.6	46
2025-11-04 00:00:00	reading room	20.964214	59.9	600
2025-11-04 00:00:00	stacks	20.168468	55.8	385
2025-11-04 06:00:00	atrium	19.358884	34.6	3
2025-11-04 06:00:00	east wing	21.242084	44.9	677
2025-11-04 06:00:00	map room	21.751161	41.0	526
2025-11-04 06:00:00	reading room	21.337192	44.2	670
2025-11-04 06:00:00	stacks	21.661158	45.4	426
2025-11-04 12:00:00	atrium	21.769927	54.8	95
2025-11-04 12:00:00	east wing	22.426783	50.9	141
2025-11-04 12:00:00	map room	22.63417	40.6	848
2025-11-04 12:00:00	reading room	21.406309	30.6	728
2025-11-04 12:00:00	stacks	22.254871	50.9	895
2025-11-04 18:00:00	atrium	20.673223	59.1	241
2025-11-04 18:00:00	east wing	22.753512	48.8	711
2025-11-04 18:00:00	map room	21.229181	44.7	803
2025-11-04 18:00:00	reading room	22.290403	36.0	766
2025-11-04 18:00:00	stacks	22.783881	56.5	878
2025-11-05 00:00:00	atrium	19.56546	30.6	25
2025-11-05 00:00:00	east wing	21.168915	32.0	33
2025-11-05 00:00:00	map room	19.360641	38.5	212
2025-11-05 00:00:00	reading room	21.574964	\N	130
2025-11-05 00:00:00	stacks	19.91533	34.6	854
2025-11-05 06:00:00	atrium	21.184324	34.4	568
2025-11-05 06:00:00	east wing	20.308577	57.7	668
2025-11-05 06:00:00	map room	19.600539	55.6	518
2025-11-05 06:00:00	reading room	20.885673	59.2	466
2025-11-05 06:00:00	stacks	21.478695	39.8	144
2025-11-05 12:00:00	atrium	21.829632	57.2	817
2025-11-05 12:00:00	east wing	23.463198	43.7	229
2025-11-05 12:00:00	map room	21.469653	32.7	0
2025-11-05 12:00:00	reading room	22.184447	51.4	794
2025-11-05 12:00:00	stacks	22.564548	54.8	520
2025-11-05 18:00:00	atrium	21.928565	43.3	696
2025-11-05 18:00:00	east wing	21.318915	58.1	123
2025-11-05 18:00:00	map room	22.233035	\N	202
2025-11-05 18:00:00	reading room	21.04434	47.1	693
2025-11-05 18:00:00	stacks	22.228938	47.1	433
2025-11-06 00:00:00	atrium	19.560661	\N	308
2025-11-06 00:00:00	east wing	19.967844	52.5	100
2025-11-06 00:00:00	map room	20.368385	58.9	172
2025-11-06 00:00:00	reading room	21.734496	43.9	19
2025-11-06 00:00:00	stacks	20.827595	49.5	589
2025-11-06 06:00:00	atrium	19.504923	35.8	874
2025-11-06 06:00:00	east wing	20.611792	37.7	294
2025-11-06 06:00:00	map room	19.535038	\N	829
2025-11-06 06:00:00	reading room	20.256505	55.3	856
2025-11-06 06:00:00	stacks	19.702222	51.4	849
2025-11-06 12:00:00	atrium	22.172575	45.9	878
2025-11-06 12:00:00	east wing	21.535689	48.9	41
2025-11-06 12:00:00	map room	22.841854	45.9	783
2025-11-06 12:00:00	reading room	20.678248	58.4	76
2025-11-06 12:00:00	stacks	20.749721	30.8	414
2025-11-06 18:00:00	atrium	23.118386	42.9	792
2025-11-06 18:00:00	east wing	23.14063	54.4	571
2025-11-06 18:00:00	map room	22.990133	54.2	413
2025-11-06 18:00:00	reading room	22.391167	33.3	711
2025-11-06 18:00:00	stacks	20.559313	41.4	54
2025-11-07 00:00:00	atrium	20.563975	\N	538
2025-11-07 00:00:00	east wing	21.021334	44.5	303
2025-11-07 00:00:00	map room	19.628143	41.6	858
2025-11-07 00:00:00	reading room	19.087446	42.1	189
2025-11-07 00:00:00	stacks	20.363624	39.4	540
2025-11-07 06:00:00	atrium	20.692803	47.3	39
2025-11-07 06:00:00	east wing	19.476429	44.9	675
2025-11-07 06:00:00	map room	20.160145	43.5	174
2025-11-07 06:00:00	reading room	21.894078	47.0	420
2025-11-07 06:00:00	stacks	19.618364	30.5	246
2025-11-07 12:00:00	atrium	23.262397	47.4	844
2025-11-07 12:00:00	east wing	20.652543	39.4	491
2025-11-07 12:00:00	map room	22.397615	30.5	789
2025-11-07 12:00:00	reading room	21.785697	40.4	648
2025-11-07 12:00:00	stacks	20.994947	53.3	811
2025-11-07 18:00:00	atrium	22.611658	32.0	107
2025-11-07 18:00:00	east wing	20.920174	56.5	352
2025-11-07 18:00:00	map room	20.800882	35.8	331
2025-11-07 18:00:00	reading room	21.115315	49.3	300
2025-11-07 18:00:00	stacks	20.756878	48.0	402
2025-11-08 00:00:00	atrium	21.262056	52.0	95
2025-11-08 00:00:00	east wing	19.602157	35.5	154
2025-11-08 00:00:00	map room	21.520174	30.8	534
2025-11-08 00:00:00	reading room	21.774994	38.6	514
2025-11-08 00:00:00	stacks	20.841788	33.7	766
2025-11-08 06:00:00	atrium	19.153904	59.0	888
2025-11-08 06:00:00	east wing	19.948546	43.7	861
2025-11-08 06:00:00	map room	21.267096	47.2	460
2025-11-08 06:00:00	reading room	20.764631	38.0	745
2025-11-08 06:00:00	stacks	21.906107	52.2	640
2025-11-08 12:00:00	atrium	22.219353	35.2	621
2025-11-08 12:00:00	east wing	22.914633	38.1	312
2025-11-08 12:00:00	map room	21.607477	30.5	202
2025-11-08 12:00:00	reading room	20.924475	43.7	462
2025-11-08 12:00:00	stacks	22.117785	55.7	170
2025-11-08 18:00:00	atrium	20.88381	33.4	631
2025-11-08 18:00:00	east wing	23.239601	35.1	177
2025-11-08 18:00:00	map room	20.668298	36.6	396
2025-11-08 18:00:00	reading room	20.568725	35.8	727
2025-11-08 18:00:00	stacks	20.93395	\N	222
2025-11-09 00:00:00	atrium	19.53348	55.7	302
2025-11-09 00:00:00	east wing	21.624177	37.5	499
2025-11-09 00:00:00	map room	20.766778	50.2	268
2025-11-09 00:00:00	reading room	21.337959	59.6	441
2025-11-09 00:00:00	stacks	21.27882	32.9	576
2025-11-09 06:00:00	atrium	21.124736	35.2	580
2025-11-09 06:00:00	east wing	19.11183	42.8	696
2025-11-09 06:00:00	map room	20.505716	43.9	396
2025-11-09 06:00:00	reading room	19.956888	51.7	276
2025-11-09 06:00:00	stacks	19.037885	55.4	893
2025-11-09 12:00:00	atrium	23.41111	41.4	40
2025-11-09 12:00:00	east wing	21.638253	39.6	9
2025-11-09 12:00:00	map room	20.692033	47.8	298
2025-11-09 12:00:00	reading room	23.008119	40.4	794
2025-11-09 12:00:00	stacks	23.337349	33.2	465
2025-11-09 18:00:00	atrium	21.447417	42.5	416
2025-11-09 18:00:00	east wing	23.289178	30.1	725
2025-11-09 18:00:00	map room	22.858966	38.8	726
2025-11-09 18:00:00	reading room	21.242507	30.6	52
2025-11-09 18:00:00	stacks	21.400323	43.0	699
2025-11-10 00:00:00	atrium	20.885138	\N	616
2025-11-10 00:00:00	east wing	21.653028	51.5	213
2025-11-10 00:00:00	map room	19.42055	48.4	745
2025-11-10 00:00:00	reading room	19.806814	56.1	56
2025-11-10 00:00:00	stacks	20.437624	38.3	98
2025-11-10 06:00:00	atrium	19.792852	36.7	395
2025-11-10 06:00:00	east wing	20.200345	41.5	741
2025-11-10 06:00:00	map room	20.842658	48.5	27
2025-11-10 06:00:00	reading room	20.963011	40.0	438
2025-11-10 06:00:00	stacks	21.822663	41.5	410
2025-11-10 12:00:00	atrium	20.563651	50.6	584
2025-11-10 12:00:00	east wing	21.263222	34.3	20
2025-11-10 12:00:00	map room	21.826484	35.7	64
2025-11-10 12:00:00	reading room	20.805039	40.2	399
2025-11-10 12:00:00	stacks	21.864025	37.1	255
2025-11-10 18:00:00	atrium	22.332085	31.6	234
2025-11-10 18:00:00	east wing	22.047736	59.3	734
2025-11-10 18:00:00	map room	21.358324	45.5	466
2025-11-10 18:00:00	reading room	22.661015	37.0	30
2025-11-10 18:00:00	stacks	23.001957	39.9	183
2025-11-11 00:00:00	atrium	19.082007	40.1	29
2025-11-11 00:00:00	east wing	19.550623	41.1	177
2025-11-11 00:00:00	map room	21.787271	52.9	585
2025-11-11 00:00:00	reading room	19.530074	33.9	810
2025-11-11 00:00:00	stacks	20.352201	54.5	53
2025-11-11 06:00:00	atrium	21.433561	55.5	42
2025-11-11 06:00:00	east wing	20.152695	35.7	14
2025-11-11 06:00:00	map room	21.921437	49.6	201
2025-11-11 06:00:00	reading room	19.408679	45.5	850
2025-11-11 06:00:00	stacks	19.822595	49.3	309
2025-11-11 12:00:00	atrium	20.952993	35.4	557
2025-11-11 12:00:00	east wing	22.077801	33.1	120
2025-11-11 12:00:00	map room	20.520617	42.1	250
2025-11-11 12:00:00	reading room	20.868261	30.6	762
2025-11-11 12:00:00	stacks	20.959528	34.0	798
2025-11-11 18:00:00	atrium	23.311824	51.3	802
2025-11-11 18:00:00	east wing	20.828091	40.4	183
2025-11-11 18:00:00	map room	22.645483	54.7	596
2025-11-11 18:00:00	reading room	22.554518	39.9	764
2025-11-11 18:00:00	stacks	22.598257	40.3	4
2025-11-12 00:00:00	atrium	20.948372	58.2	800
2025-11-12 00:00:00	east wing	19.941496	46.0	803
2025-11-12 00:00:00	map room	19.974237	57.1	250
2025-11-12 00:00:00	reading room	20.350167	34.5	4
2025-11-12 00:00:00	stacks	21.30683	39.5	379
2025-11-12 06:00:00	atrium	21.427748	37.8	771
2025-11-12 06:00:00	east wing	21.999467	59.2	106
2025-11-12 06:00:00	map room	20.767983	40.0	656
2025-11-12 06:00:00	reading room	20.338281	48.2	358
2025-11-12 06:00:00	stacks	21.628748	58.6	32
2025-11-12 12:00:00	atrium	22.768112	46.2	852
2025-11-12 12:00:00	east wing	22.994746	37.1	212
2025-11-12 12:00:00	map room	21.276235	46.6	729
2025-11-12 12:00:00	reading room	20.935931	48.6	92
2025-11-12 12:00:00	stacks	22.081536	55.6	725
2025-11-12 18:00:00	atrium	23.007827	48.1	283
2025-11-12 18:00:00	east wing	22.490023	51.9	225
2025-11-12 18:00:00	map room	21.001097	56.4	411
2025-11-12 18:00:00	reading room	20.949341	47.9	393
2025-11-12 18:00:00	stacks	22.136481	50.2	772
2025-11-13 00:00:00	atrium	21.543525	51.8	29
2025-11-13 00:00:00	east wing	19.124183	56.3	190
2025-11-13 00:00:00	map room	19.460854	30.8	761
2025-11-13 00:00:00	reading room	21.290959	41.0	851
2025-11-13 00:00:00	stacks	19.890174	58.0	819
2025-11-13 06:00:00	atrium	19.625949	39.5	177
2025-11-13 06:00:00	east wing	19.273516	34.3	822
2025-11-13 06:00:00	map room	21.116195	46.3	610
2025-11-13 06:00:00	reading room	21.794436	35.3	579
2025-11-13 06:00:00	stacks	19.338767	53.0	531
2025-11-13 12:00:00	atrium	23.381477	55.0	81
2025-11-13 12:00:00	east wing	20.989144	54.5	20
2025-11-13 12:00:00	map room	21.63177	31.9	709
2025-11-13 12:00:00	reading room	21.300745	39.1	628
2025-11-13 12:00:00	stacks	22.771377	52.5	131
2025-11-13 18:00:00	atrium	21.330295	44.7	638
2025-11-13 18:00:00	east wing	21.945537	31.6	724
2025-11-13 18:00:00	map room	22.957453	31.5	564
2025-11-13 18:00:00	reading room	23.193584	46.2	882
2025-11-13 18:00:00	stacks	20.838022	43.4	188
2025-11-14 00:00:00	atrium	20.9175	48.4	786
2025-11-14 00:00:00	east wing	20.762081	60.0	70
2025-11-14 00:00:00	map room	19.7067	58.0	506
2025-11-14 00:00:00	reading room	20.39555	31.8	414
2025-11-14 00:00:00	stacks	19.389072	38.2	732
2025-11-14 06:00:00	atrium	20.17803	30.4	146
2025-11-14 06:00:00	east wing	19.599707	33.8	673
2025-11-14 06:00:00	map room	20.341878	59.2	466
2025-11-14 06:00:00	reading room	20.829819	45.2	103
2025-11-14 06:00:00	stacks	20.670886	59.6	226
2025-11-14 12:00:00	atrium	21.091529	30.7	289
2025-11-14 12:00:00	east wing	22.147334	58.6	98
2025-11-14 12:00:00	map room	21.191758	43.4	165
2025-11-14 12:00:00	reading room	21.873185	56.5	883
2025-11-14 12:00:00	stacks	20.875427	53.0	87
2025-11-14 18:00:00	atrium	21.256653	36.1	325
2025-11-14 18:00:00	east wing	20.830123	60.0	763
2025-11-14 18:00:00	map room	23.091942	48.5	128
2025-11-14 18:00:00	reading room	21.106721	32.7	845
2025-11-14 18:00:00	stacks	21.221529	30.1	195
2025-11-15 00:00:00	atrium	19.668817	58.1	859
2025-11-15 00:00:00	east wing	21.197378	55.7	291
2025-11-15 00:00:00	map room	21.53134	51.7	324
2025-11-15 00:00:00	reading room	21.325717	58.2	122
2025-11-15 00:00:00	stacks	21.772619	52.2	679
2025-11-15 06:00:00	atrium	20.69884	56.6	198
2025-11-15 06:00:00	east wing	19.080848	57.4	880
2025-11-15 06:00:00	map room	21.321385	34.7	172
2025-11-15 06:00:00	reading room	19.536619	57.5	9
2025-11-15 06:00:00	stacks	19.610107	56.6	795
2025-11-15 12:00:00	atrium	23.004428	41.3	671
2025-11-15 12:00:00	east wing	23.039158	38.1	535
2025-11-15 12:00:00	map room	22.315835	52.9	832
2025-11-15 12:00:00	reading room	20.965611	59.6	297
2025-11-15 12:00:00	stacks	21.920763	40.3	350
2025-11-15 18:00:00	atrium	21.039514	33.7	643
2025-11-15 18:00:00	east wing	20.817434	54.5	759
2025-11-15 18:00:00	map room	21.566672	30.5	630
2025-11-15 18:00:00	reading room	22.710309	52.5	399
2025-11-15 18:00:00	stacks	22.646151	30.5	296
2025-11-16 00:00:00	atrium	21.869986	58.2	46
2025-11-16 00:00:00	east wing	21.8368	56.9	228
2025-11-16 00:00:00	map room	19.940201	56.6	472
2025-11-16 00:00:00	reading room	20.607374	49.7	65
2025-11-16 00:00:00	stacks	19.096132	33.6	486
2025-11-16 06:00:00	atrium	21.286959	38.3	42
2025-11-16 06:00:00	east wing	20.248202	51.6	650
2025-11-16 06:00:00	map room	19.157666	35.2	272
2025-11-16 06:00:00	reading room	19.747986	46.4	369
2025-11-16 06:00:00	stacks	19.189005	52.7	688
2025-11-16 12:00:00	atrium	21.563236	54.2	187
2025-11-16 12:00:00	east wing	21.29751	54.0	426
2025-11-16 12:00:00	map room	21.639883	\N	84
2025-11-16 12:00:00	reading room	21.193987	35.7	167
2025-11-16 12:00:00	stacks	20.658708	36.9	233
2025-11-16 18:00:00	atrium	22.425104	36.0	200
2025-11-16 18:00:00	east wing	23.273001	53.2	92
2025-11-16 18:00:00	map room	21.849314	30.2	359
2025-11-16 18:00:00	reading room	22.314885	54.5	618
2025-11-16 18:00:00	stacks	22.874065	55.2	215
2025-11-17 00:00:00	atrium	21.343131	34.1	773
2025-11-17 00:00:00	east wing	21.728025	47.0	457
2025-11-17 00:00:00	map room	19.18863	39.1	485
2025-11-17 00:00:00	reading room	21.304659	59.3	25
2025-11-17 00:00:00	stacks	20.324753	41.4	164
2025-11-17 06:00:00	atrium	20.622953	53.8	364
2025-11-17 06:00:00	east wing	20.359946	33.1	217
2025-11-17 06:00:00	map room	21.8105	53.6	503
2025-11-17 06:00:00	reading room	21.978682	46.1	204
2025-11-17 06:00:00	stacks	20.341619	\N	885
2025-11-17 12:00:00	atrium	21.797288	51.3	297
2025-11-17 12:00:00	east wing	22.637367	40.3	149
2025-11-17 12:00:00	map room	20.835104	43.4	289
2025-11-17 12:00:00	reading room	21.565697	37.5	672
2025-11-17 12:00:00	stacks	20.844525	36.9	571
2025-11-17 18:00:00	atrium	21.795965	41.7	461
2025-11-17 18:00:00	east wing	22.761906	39.8	742
2025-11-17 18:00:00	map room	20.725032	45.4	73
2025-11-17 18:00:00	reading room	22.866768	44.4	163
2025-11-17 18:00:00	stacks	22.065549	46.2	719
2025-11-18 00:00:00	atrium	21.606846	59.1	359
2025-11-18 00:00:00	east wing	21.493735	56.7	877
2025-11-18 00:00:00	map room	19.269674	30.2	463
2025-11-18 00:00:00	reading room	19.380591	34.9	59
2025-11-18 00:00:00	stacks	21.622506	49.7	702
2025-11-18 06:00:00	atrium	20.433624	30.2	344
2025-11-18 06:00:00	east wing	20.26304	47.6	374
2025-11-18 06:00:00	map room	20.480915	35.5	324
2025-11-18 06:00:00	reading room	21.164498	41.5	796
2025-11-18 06:00:00	stacks	20.150387	47.9	311
2025-11-18 12:00:00	atrium	22.396573	59.8	240
2025-11-18 12:00:00	east wing	22.182194	55.9	594
2025-11-18 12:00:00	map room	22.700099	41.4	583
2025-11-18 12:00:00	reading room	21.248058	51.1	836
2025-11-18 12:00:00	stacks	22.014375	\N	703
2025-11-18 18:00:00	atrium	21.995202	42.5	582
2025-11-18 18:00:00	east wing	21.117404	50.8	295
2025-11-18 18:00:00	map room	22.18368	52.3	156
2025-11-18 18:00:00	reading room	22.143191	\N	194
2025-11-18 18:00:00	stacks	21.626138	59.0	804
2025-11-19 00:00:00	atrium	21.85712	48.7	329
2025-11-19 00:00:00	east wing	19.652303	55.8	104
2025-11-19 00:00:00	map room	21.022077	34.5	387
2025-11-19 00:00:00	reading room	21.783556	56.8	298
2025-11-19 00:00:00	stacks	21.546986	\N	144
2025-11-19 06:00:00	atrium	21.474986	36.9	579
2025-11-19 06:00:00	east wing	19.249838	47.4	609
2025-11-19 06:00:00	map room	19.663392	52.8	830
2025-11-19 06:00:00	reading room	20.427304	36.1	403
2025-11-19 06:00:00	stacks	19.517486	51.9	734
2025-11-19 12:00:00	atrium	22.068794	43.3	381
2025-11-19 12:00:00	east wing	20.650335	50.2	172
2025-11-19 12:00:00	map room	21.234699	54.7	307
2025-11-19 12:00:00	reading room	22.753675	51.6	96
2025-11-19 12:00:00	stacks	21.735328	32.2	340
2025-11-19 18:00:00	atrium	21.850085	49.6	850
2025-11-19 18:00:00	east wing	20.543373	40.6	293
2025-11-19 18:00:00	map room	20.990732	30.0	830
2025-11-19 18:00:00	reading room	21.874744	48.4	206
2025-11-19 18:00:00	stacks	22.94606	52.2	200
2025-11-20 00:00:00	atrium	21.723716	38.7	223
2025-11-20 00:00:00	east wing	20.526782	34.6	142
2025-11-20 00:00:00	map room	20.956648	54.8	206
2025-11-20 00:00:00	reading room	20.648311	51.4	155
2025-11-20 00:00:00	stacks	21.180298	52.8	62
2025-11-20 06:00:00	atrium	20.142582	56.0	99
2025-11-20 06:00:00	east wing	19.572834	37.4	254
2025-11-20 06:00:00	map room	21.695888	49.1	81
2025-11-20 06:00:00	reading room	19.56325	56.3	481
2025-11-20 06:00:00	stacks	19.349307	30.9	567
2025-11-20 12:00:00	atrium	21.260224	35.1	544
2025-11-20 12:00:00	east wing	21.439186	55.1	180
2025-11-20 12:00:00	map room	20.733913	31.6	270
2025-11-20 12:00:00	reading room	23.297247	54.1	722
2025-11-20 12:00:00	stacks	21.592278	59.6	259
2025-11-20 18:00:00	atrium	22.16835	56.5	806
2025-11-20 18:00:00	east wing	21.265291	41.0	857
2025-11-20 18:00:00	map room	20.661899	55.6	405
2025-11-20 18:00:00	reading room	22.682507	\N	535
2025-11-20 18:00:00	stacks	22.86572	37.5	735
2025-11-21 00:00:00	atrium	20.119919	30.3	175
2025-11-21 00:00:00	east wing	19.680363	52.4	423
2025-11-21 00:00:00	map room	21.71015	58.7	751
2025-11-21 00:00:00	reading room	21.353303	48.4	770
2025-11-21 00:00:00	stacks	21.707718	37.0	883
2025-11-21 06:00:00	atrium	20.628628	58.1	720
2025-11-21 06:00:00	east wing	21.988465	48.1	258
2025-11-21 06:00:00	map room	19.691496	40.4	709
2025-11-21 06:00:00	reading room	21.285342	50.5	718
2025-11-21 06:00:00	stacks	20.82637	41.1	733
2025-11-21 12:00:00	atrium	21.24528	48.2	289
2025-11-21 12:00:00	east wing	21.804539	45.6	498
2025-11-21 12:00:00	map room	21.472269	31.0	694
2025-11-21 12:00:00	reading room	21.189732	39.3	687
2025-11-21 12:00:00	stacks	22.166779	37.2	629
2025-11-21 18:00:00	atrium	23.156066	36.4	22
2025-11-21 18:00:00	east wing	21.955447	48.2	575
2025-11-21 18:00:00	map room	22.768619	50.7	389
2025-11-21 18:00:00	reading room	21.129902	34.9	154
2025-11-21 18:00:00	stacks	23.279886	50.5	82
2025-11-22 00:00:00	atrium	21.0421	51.0	503
2025-11-22 00:00:00	east wing	21.978829	37.6	690
2025-11-22 00:00:00	map room	21.564909	33.7	738
2025-11-22 00:00:00	reading room	19.393686	30.6	692
2025-11-22 00:00:00	stacks	19.929725	37.6	373
2025-11-22 06:00:00	atrium	21.650524	46.0	497
2025-11-22 06:00:00	east wing	19.677981	58.4	526
2025-11-22 06:00:00	map room	20.319125	47.4	717
2025-11-22 06:00:00	reading room	21.744652	40.5	471
2025-11-22 06:00:00	stacks	19.303349	\N	644
2025-11-22 12:00:00	atrium	22.415865	39.4	656
2025-11-22 12:00:00	east wing	21.739557	52.4	96
2025-11-22 12:00:00	map room	21.403961	35.1	788
2025-11-22 12:00:00	reading room	22.413777	30.0	338
2025-11-22 12:00:00	stacks	22.939931	54.7	216
2025-11-22 18:00:00	atrium	21.083572	58.9	529
2025-11-22 18:00:00	east wing	21.775875	54.1	673
2025-11-22 18:00:00	map room	23.496731	48.2	495
2025-11-22 18:00:00	reading room	21.121032	41.7	567
2025-11-22 18:00:00	stacks	21.633751	59.0	637
2025-11-23 00:00:00	atrium	21.292956	39.6	298
2025-11-23 00:00:00	east wing	19.985925	54.0	123
2025-11-23 00:00:00	map room	20.389126	42.1	617
2025-11-23 00:00:00	reading room	19.095956	57.8	89
2025-11-23 00:00:00	stacks	19.851134	43.1	396
2025-11-23 06:00:00	atrium	20.798406	57.6	379
2025-11-23 06:00:00	east wing	21.005367	30.7	507
2025-11-23 06:00:00	map room	19.209714	35.7	750
2025-11-23 06:00:00	reading room	19.31221	31.6	848
2025-11-23 06:00:00	stacks	19.315125	45.8	175
2025-11-23 12:00:00	atrium	23.199944	46.9	608
2025-11-23 12:00:00	east wing	22.255628	47.2	775
2025-11-23 12:00:00	map room	23.058036	50.5	36
2025-11-23 12:00:00	reading room	21.887094	30.6	604
2025-11-23 12:00:00	stacks	22.744228	56.4	19
2025-11-23 18:00:00	atrium	20.526815	36.9	845
2025-11-23 18:00:00	east wing	22.054507	53.0	601
2025-11-23 18:00:00	map room	20.645834	36.1	436
2025-11-23 18:00:00	reading room	22.679447	43.0	54
2025-11-23 18:00:00	stacks	21.22071	49.9	15
2025-11-24 00:00:00	atrium	19.529336	50.3	8
2025-11-24 00:00:00	east wing	21.323241	36.4	206
2025-11-24 00:00:00	map room	20.761686	31.5	452
2025-11-24 00:00:00	reading room	20.652033	36.0	46
2025-11-24 00:00:00	stacks	19.867673	43.2	539
2025-11-24 06:00:00	atrium	20.972586	34.2	513
2025-11-24 06:00:00	east wing	19.76793	59.3	722
2025-11-24 06:00:00	map room	19.595814	56.9	507
2025-11-24 06:00:00	reading room	20.703901	55.0	208
2025-11-24 06:00:00	stacks	19.086591	47.0	331
2025-11-24 12:00:00	atrium	20.820854	55.4	551
2025-11-24 12:00:00	east wing	23.019196	37.1	133
2025-11-24 12:00:00	map room	22.737982	44.9	108
2025-11-24 12:00:00	reading room	22.268396	41.2	757
2025-11-24 12:00:00	stacks	22.650643	\N	207
2025-11-24 18:00:00	atrium	22.07084	52.1	92
2025-11-24 18:00:00	east wing	21.852059	56.9	172
2025-11-24 18:00:00	map room	21.75999	37.5	625
2025-11-24 18:00:00	reading room	20.566636	58.7	627
2025-11-24 18:00:00	stacks	22.622763	\N	455
2025-11-25 00:00:00	atrium	21.809289	39.5	189
2025-11-25 00:00:00	east wing	20.495969	55.1	716
2025-11-25 00:00:00	map room	20.855092	38.6	520
2025-11-25 00:00:00	reading room	21.010596	41.5	891
2025-11-25 00:00:00	stacks	20.040797	50.8	7
2025-11-25 06:00:00	atrium	21.313973	45.1	890
2025-11-25 06:00:00	east wing	19.519835	57.5	225
2025-11-25 06:00:00	map room	20.981572	43.6	788
2025-11-25 06:00:00	reading room	21.658926	58.3	36
2025-11-25 06:00:00	stacks	19.871432	42.9	608
2025-11-25 12:00:00	atrium	21.025323	39.1	759
2025-11-25 12:00:00	east wing	21.310592	39.5	781
2025-11-25 12:00:00	map room	23.240993	48.3	626
2025-11-25 12:00:00	reading room	22.891396	\N	418
2025-11-25 12:00:00	stacks	23.053561	50.6	777
2025-11-25 18:00:00	atrium	20.830279	36.1	707
2025-11-25 18:00:00	east wing	22.08494	43.5	386
2025-11-25 18:00:00	map room	22.37417	43.2	233
2025-11-25 18:00:00	reading room	21.867041	58.6	664
2025-11-25 18:00:00	stacks	20.826475	32.0	785
2025-11-26 00:00:00	atrium	20.293117	\N	777
2025-11-26 00:00:00	east wing	20.004299	37.4	511
2025-11-26 00:00:00	map room	20.398745	40.6	640
2025-11-26 00:00:00	reading room	21.687296	59.5	395
2025-11-26 00:00:00	stacks	21.665148	46.9	255
2025-11-26 06:00:00	atrium	19.8016	48.4	897
2025-11-26 06:00:00	east wing	20.83271	35.4	596
2025-11-26 06:00:00	map room	20.877368	59.3	350
2025-11-26 06:00:00	reading room	21.798081	30.5	806
2025-11-26 06:00:00	stacks	21.376079	37.7	738
2025-11-26 12:00:00	atrium	21.874317	52.9	857
2025-11-26 12:00:00	east wing	20.555132	47.5	726
2025-11-26 12:00:00	map room	22.819258	35.5	126
2025-11-26 12:00:00	reading room	21.647522	39.6	504
2025-11-26 12:00:00	stacks	22.291708	\N	190
2025-11-26 18:00:00	atrium	23.089304	59.0	770
2025-11-26 18:00:00	east wing	22.720507	35.4	697
2025-11-26 18:00:00	map room	21.951592	42.1	491
2025-11-26 18:00:00	reading room	21.372307	52.3	590
2025-11-26 18:00:00	stacks	21.298818	44.4	505
2025-11-27 00:00:00	atrium	21.042114	49.9	499
2025-11-27 00:00:00	east wing	21.864824	40.0	708
2025-11-27 00:00:00	map room	19.92351	35.8	42
2025-11-27 00:00:00	reading room	20.782647	46.9	866
2025-11-27 00:00:00	stacks	21.162748	42.4	580
2025-11-27 06:00:00	atrium	19.784822	37.5	538
2025-11-27 06:00:00	east wing	21.929647	48.7	238
2025-11-27 06:00:00	map room	20.37659	\N	39
2025-11-27 06:00:00	reading room	20.32216	46.5	290
2025-11-27 06:00:00	stacks	21.253604	54.3	577
2025-11-27 12:00:00	atrium	22.723129	34.2	677
2025-11-27 12:00:00	east wing	20.963595	49.6	542
2025-11-27 12:00:00	map room	21.90312	40.9	192
2025-11-27 12:00:00	reading room	20.805445	32.1	291
2025-11-27 12:00:00	stacks	20.851855	39.9	846
2025-11-27 18:00:00	atrium	22.337812	34.3	207
2025-11-27 18:00:00	east wing	22.512516	55.8	625
2025-11-27 18:00:00	map room	22.389682	\N	256
2025-11-27 18:00:00	reading room	23.259785	57.5	373
2025-11-27 18:00:00	stacks	20.882446	46.4	833
2025-11-28 00:00:00	atrium	21.689496	42.9	324
2025-11-28 00:00:00	east wing	19.066953	\N	587
2025-11-28 00:00:00	map room	21.433208	57.6	683
2025-11-28 00:00:00	reading room	21.109084	57.9	499
2025-11-28 00:00:00	stacks	20.164969	58.9	109
2025-11-28 06:00:00	atrium	20.965418	46.1	629
2025-11-28 06:00:00	east wing	19.575248	40.6	674
2025-11-28 06:00:00	map room	20.489788	32.8	515
2025-11-28 06:00:00	reading room	19.951624	39.2	186
2025-11-28 06:00:00	stacks	20.451986	41.0	83
2025-11-28 12:00:00	atrium	22.155467	35.1	385
2025-11-28 12:00:00	east wing	22.845351	32.1	814
2025-11-28 12:00:00	map room	21.371026	31.6	612
2025-11-28 12:00:00	reading room	23.189741	41.4	316
2025-11-28 12:00:00	stacks	23.422354	57.1	273
2025-11-28 18:00:00	atrium	21.045296	51.6	89
2025-11-28 18:00:00	east wing	23.135128	55.2	516
2025-11-28 18:00:00	map room	21.933077	46.4	408
2025-11-28 18:00:00	reading room	23.329448	59.9	178
2025-11-28 18:00:00	stacks	23.329878	\N	809
2025-11-29 00:00:00	atrium	19.999724	57.0	845
2025-11-29 00:00:00	east wing	19.072797	34.2	550
2025-11-29 00:00:00	map room	21.432778	48.8	336
2025-11-29 00:00:00	reading room	20.61008	56.2	810
2025-11-29 00:00:00	stacks	21.748914	42.0	50
2025-11-29 06:00:00	atrium	20.456764	57.3	593
2025-11-29 06:00:00	east wing	20.737744	34.4	142
2025-11-29 06:00:00	map room	20.853408	57.4	387
2025-11-29 06:00:00	reading room	19.680904	49.2	631
2025-11-29 06:00:00	stacks	21.302679	49.4	307
2025-11-29 12:00:00	atrium	20.587149	52.0	711
2025-11-29 12:00:00	east wing	21.378812	44.9	506
2025-11-29 12:00:00	map room	23.431227	35.5	507
2025-11-29 12:00:00	reading room	21.063877	53.0	253
2025-11-29 12:00:00	stacks	23.136595	32.6	657
2025-11-29 18:00:00	atrium	20.9794	31.1	811
2025-11-29 18:00:00	east wing	20.622747	58.7	592
2025-11-29 18:00:00	map room	22.105804	57.9	38
2025-11-29 18:00:00	reading room	22.538913	56.6	122
2025-11-29 18:00:00	stacks	21.149007	55.6	559
2025-11-30 00:00:00	atrium	19.25685	51.1	802
2025-11-30 00:00:00	east wing	19.244609	42.3	771
2025-11-30 00:00:00	map room	19.206254	58.5	670
2025-11-30 00:00:00	reading room	20.217379	47.0	709
2025-11-30 00:00:00	stacks	19.043369	\N	516
2025-11-30 06:00:00	atrium	20.985471	38.9	652
2025-11-30 06:00:00	east wing	20.582655	38.4	834
2025-11-30 06:00:00	map room	21.417823	30.1	771
2025-11-30 06:00:00	reading room	19.127362	52.3	345
2025-11-30 06:00:00	stacks	19.316062	32.6	792
2025-11-30 12:00:00	atrium	20.795728	55.0	664
2025-11-30 12:00:00	east wing	22.245259	30.9	773
2025-11-30 12:00:00	map room	21.951907	33.2	284
2025-11-30 12:00:00	reading room	21.812464	42.8	234
2025-11-30 12:00:00	stacks	20.679693	31.6	386
2025-11-30 18:00:00	atrium	20.650019	\N	121
2025-11-30 18:00:00	east wing	21.73383	41.6	863
2025-11-30 18:00:00	map room	20.741534	58.3	165
2025-11-30 18:00:00	reading room	21.725461	42.3	804
2025-11-30 18:00:00	stacks	22.585918	46.7	807
2025-12-01 00:00:00	atrium	19.697788	43.2	171
2025-12-01 00:00:00	east wing	21.523359	48.1	185
2025-12-01 00:00:00	map room	21.323249	33.0	703
2025-12-01 00:00:00	reading room	21.199494	30.4	186
2025-12-01 00:00:00	stacks	19.410177	32.0	721
2025-12-01 06:00:00	atrium	19.087531	50.4	622
2025-12-01 06:00:00	east wing	19.355423	32.8	205
2025-12-01 06:00:00	map room	21.116131	40.6	333
2025-12-01 06:00:00	reading room	19.023241	60.0	606
2025-12-01 06:00:00	stacks	21.404888	52.6	523
2025-12-01 12:00:00	atrium	22.029312	45.6	599
2025-12-01 12:00:00	east wing	21.243803	58.8	35
2025-12-01 12:00:00	map room	23.013113	46.9	609
2025-12-01 12:00:00	reading room	23.293074	40.0	650
2025-12-01 12:00:00	stacks	21.855461	46.7	597
2025-12-01 18:00:00	atrium	22.83966	35.4	301
2025-12-01 18:00:00	east wing	21.445074	40.0	306
2025-12-01 18:00:00	map room	20.598039	\N	151
2025-12-01 18:00:00	reading room	23.216457	54.0	79
2025-12-01 18:00:00	stacks	22.777487	43.3	528
2025-12-02 00:00:00	atrium	20.365774	42.8	505
2025-12-02 00:00:00	east wing	21.347586	\N	559
2025-12-02 00:00:00	map room	20.35944	42.1	814
2025-12-02 00:00:00	reading room	20.61484	43.7	442
2025-12-02 00:00:00	stacks	21.632103	44.4	865
2025-12-02 06:00:00	atrium	20.5084	49.6	883
2025-12-02 06:00:00	east wing	21.6268	59.7	307
2025-12-02 06:00:00	map room	21.160542	54.2	462
2025-12-02 06:00:00	reading room	20.41712	36.3	298
2025-12-02 06:00:00	stacks	19.070943	53.0	771
2025-12-02 12:00:00	atrium	22.147451	50.0	607
2025-12-02 12:00:00	east wing	22.415307	38.0	483
2025-12-02 12:00:00	map room	21.076914	39.3	125
2025-12-02 12:00:00	reading room	22.888074	58.3	438
2025-12-02 12:00:00	stacks	23.436219	45.0	422
2025-12-02 18:00:00	atrium	21.378077	59.9	398
2025-12-02 18:00:00	east wing	21.030954	32.1	629
2025-12-02 18:00:00	map room	23.027219	59.7	459
2025-12-02 18:00:00	reading room	22.850712	33.0	169
2025-12-02 18:00:00	stacks	22.211795	56.4	832
2025-12-03 00:00:00	atrium	19.463956	49.2	395
2025-12-03 00:00:00	east wing	21.920853	32.8	446
2025-12-03 00:00:00	map room	21.526787	51.6	670
2025-12-03 00:00:00	reading room	21.344358	41.4	375
2025-12-03 00:00:00	stacks	21.646093	35.5	151
2025-12-03 06:00:00	atrium	19.011128	59.7	189
2025-12-03 06:00:00	east wing	19.585847	48.8	759
2025-12-03 06:00:00	map room	19.077264	43.4	349
2025-12-03 06:00:00	reading room	19.239347	33.1	679
2025-12-03 06:00:00	stacks	19.19138	44.7	838
2025-12-03 12:00:00	atrium	21.963235	56.0	894
2025-12-03 12:00:00	east wing	22.909985	36.5	699
2025-12-03 12:00:00	map room	20.536835	39.4	69
2025-12-03 12:00:00	reading room	21.762946	38.3	473
2025-12-03 12:00:00	stacks	23.321958	54.0	781
2025-12-03 18:00:00	atrium	22.753562	59.7	120
2025-12-03 18:00:00	east wing	22.015142	53.5	882
2025-12-03 18:00:00	map room	21.080552	44.4	567
2025-12-03 18:00:00	reading room	20.655195	55.7	830
2025-12-03 18:00:00	stacks	20.71718	30.6	525
2025-12-04 00:00:00	atrium	19.194793	30.5	5
2025-12-04 00:00:00	east wing	20.575125	59.0	690
2025-12-04 00:00:00	map room	20.598768	53.9	327
2025-12-04 00:00:00	reading room	20.509424	59.4	689
2025-12-04 00:00:00	stacks	21.669339	54.7	844
2025-12-04 06:00:00	atrium	20.792308	35.9	369
2025-12-04 06:00:00	east wing	21.570416	40.8	875
2025-12-04 06:00:00	map room	21.5151	41.3	407
2025-12-04 06:00:00	reading room	20.86571	36.1	683
2025-12-04 06:00:00	stacks	19.02942	58.4	439
2025-12-04 12:00:00	atrium	21.39461	44.6	574
2025-12-04 12:00:00	east wing	22.820605	44.2	148
2025-12-04 12:00:00	map room	22.715602	57.7	113
2025-12-04 12:00:00	reading room	23.22175	51.2	785
2025-12-04 12:00:00	stacks	22.67564	33.7	701
2025-12-04 18:00:00	atrium	20.721961	43.5	310
2025-12-04 18:00:00	east wing	21.116714	\N	838
2025-12-04 18:00:00	map room	21.508787	47.5	372
2025-12-04 18:00:00	reading room	20.710839	50.3	145
2025-12-04 18:00:00	stacks	22.553993	54.5	2
2025-12-05 00:00:00	atrium	20.694846	\N	497
2025-12-05 00:00:00	east wing	21.065498	30.4	649
2025-12-05 00:00:00	map room	20.763348	53.9	176
2025-12-05 00:00:00	reading room	21.200973	32.0	68
2025-12-05 00:00:00	stacks	19.6722	30.3	684
2025-12-05 06:00:00	atrium	20.156962	47.4	683
2025-12-05 06:00:00	east wing	21.899642	38.9	800
2025-12-05 06:00:00	map room	21.287577	34.7	564
2025-12-05 06:00:00	reading room	19.185789	56.3	878
2025-12-05 06:00:00	stacks	19.594341	50.7	697
2025-12-05 12:00:00	atrium	21.697756	36.8	819
2025-12-05 12:00:00	east wing	21.965976	34.4	486
2025-12-05 12:00:00	map room	21.89834	47.3	51
2025-12-05 12:00:00	reading room	21.030528	33.6	100
2025-12-05 12:00:00	stacks	21.290648	46.1	307
2025-12-05 18:00:00	atrium	20.686945	46.8	610
2025-12-05 18:00:00	east wing	23.108852	36.3	160
2025-12-05 18:00:00	map room	21.274773	47.7	253
2025-12-05 18:00:00	reading room	20.911074	41.0	390
2025-12-05 18:00:00	stacks	20.713513	59.4	861
2025-12-06 00:00:00	atrium	20.522555	30.8	612
2025-12-06 00:00:00	east wing	21.810489	54.1	706
2025-12-06 00:00:00	map room	20.93541	35.8	107
2025-12-06 00:00:00	reading room	19.820917	49.7	317
2025-12-06 00:00:00	stacks	21.073096	53.4	77
2025-12-06 06:00:00	atrium	20.743492	57.4	769
2025-12-06 06:00:00	east wing	21.348719	35.4	797
2025-12-06 06:00:00	map room	20.2189	47.4	6
2025-12-06 06:00:00	reading room	20.289682	54.5	539
2025-12-06 06:00:00	stacks	19.009547	50.7	199
2025-12-06 12:00:00	atrium	23.371534	\N	765
2025-12-06 12:00:00	east wing	23.223118	33.5	169
2025-12-06 12:00:00	map room	21.722729	42.9	687
2025-12-06 12:00:00	reading room	23.122966	51.5	333
2025-12-06 12:00:00	stacks	23.09545	44.0	371
2025-12-06 18:00:00	atrium	23.3736	35.9	220
2025-12-06 18:00:00	east wing	21.08086	35.6	846
2025-12-06 18:00:00	map room	23.130853	30.4	331
2025-12-06 18:00:00	reading room	21.139476	49.6	893
2025-12-06 18:00:00	stacks	21.304727	32.8	346
2025-12-07 00:00:00	atrium	19.297518	47.9	558
2025-12-07 00:00:00	east wing	21.33867	39.5	73
2025-12-07 00:00:00	map room	19.372022	49.1	823
2025-12-07 00:00:00	reading room	21.170134	50.5	189
2025-12-07 00:00:00	stacks	21.613249	44.2	332
2025-12-07 06:00:00	atrium	19.570591	47.3	244
2025-12-07 06:00:00	east wing	19.422477	58.5	531
2025-12-07 06:00:00	map room	21.011135	59.8	391
2025-12-07 06:00:00	reading room	21.25444	43.5	423
2025-12-07 06:00:00	stacks	19.615845	55.7	168
2025-12-07 12:00:00	atrium	20.936603	43.3	879
2025-12-07 12:00:00	east wing	22.840294	53.7	890
2025-12-07 12:00:00	map room	21.921707	52.3	323
2025-12-07 12:00:00	reading room	21.236701	38.2	267
2025-12-07 12:00:00	stacks	21.338798	59.3	851
2025-12-07 18:00:00	atrium	21.844921	51.8	855
2025-12-07 18:00:00	east wing	21.383531	35.8	766
2025-12-07 18:00:00	map room	22.588392	51.2	652
2025-12-07 18:00:00	reading room	21.891078	44.0	723
2025-12-07 18:00:00	stacks	21.284047	34.2	404
2025-12-08 00:00:00	atrium	21.593967	50.8	766
2025-12-08 00:00:00	east wing	19.835437	46.4	2
2025-12-08 00:00:00	map room	20.782571	31.7	124
2025-12-08 00:00:00	reading room	19.839466	40.7	188
2025-12-08 00:00:00	stacks	21.847762	35.3	201
2025-12-08 06:00:00	atrium	21.864263	54.7	635
2025-12-08 06:00:00	east wing	21.478377	44.7	670
2025-12-08 06:00:00	map room	19.627276	51.9	896
2025-12-08 06:00:00	reading room	21.623328	33.0	212
2025-12-08 06:00:00	stacks	20.086861	54.5	109
2025-12-08 12:00:00	atrium	22.917681	31.6	744
2025-12-08 12:00:00	east wing	20.536299	39.4	70
2025-12-08 12:00:00	map room	21.052877	56.8	651
2025-12-08 12:00:00	reading room	23.388258	45.7	572
2025-12-08 12:00:00	stacks	22.689866	52.4	74
2025-12-08 18:00:00	atrium	20.574727	34.0	299
2025-12-08 18:00:00	east wing	22.670008	42.6	142
2025-12-08 18:00:00	map room	21.79828	51.2	394
2025-12-08 18:00:00	reading room	23.496972	38.0	862
2025-12-08 18:00:00	stacks	21.586399	48.9	12
2025-12-09 00:00:00	atrium	19.278855	46.7	893
2025-12-09 00:00:00	east wing	21.355806	57.5	30
2025-12-09 00:00:00	map room	21.962369	40.2	470
2025-12-09 00:00:00	reading room	20.589842	60.0	180
2025-12-09 00:00:00	stacks	19.931351	51.7	628
2025-12-09 06:00:00	atrium	21.724026	\N	304
2025-12-09 06:00:00	east wing	21.326446	48.2	139
2025-12-09 06:00:00	map room	20.531767	58.6	403
2025-12-09 06:00:00	reading room	21.528166	46.9	767
2025-12-09 06:00:00	stacks	19.853882	32.6	720
2025-12-09 12:00:00	atrium	20.829022	53.0	627
2025-12-09 12:00:00	east wing	23.19633	49.1	770
2025-12-09 12:00:00	map room	21.757813	54.3	674
2025-12-09 12:00:00	reading room	22.502177	53.7	169
2025-12-09 12:00:00	stacks	20.977532	47.5	478
2025-12-09 18:00:00	atrium	20.899533	58.1	298
2025-12-09 18:00:00	east wing	22.48521	55.8	619
2025-12-09 18:00:00	map room	22.129688	51.3	254
2025-12-09 18:00:00	reading room	22.637582	41.7	157
2025-12-09 18:00:00	stacks	21.915158	47.8	650
2025-12-10 00:00:00	atrium	19.449372	37.5	528
2025-12-10 00:00:00	east wing	20.44269	39.5	616
2025-12-10 00:00:00	map room	21.190239	53.5	865
2025-12-10 00:00:00	reading room	21.574875	49.0	678
2025-12-10 00:00:00	stacks	19.578986	36.6	473
2025-12-10 06:00:00	atrium	21.73564	33.5	365
2025-12-10 06:00:00	east wing	19.498484	32.3	143
2025-12-10 06:00:00	map room	21.242009	\N	856
2025-12-10 06:00:00	reading room	21.756969	56.2	766
2025-12-10 06:00:00	stacks	19.539008	44.0	838
2025-12-10 12:00:00	atrium	23.084649	54.9	771
2025-12-10 12:00:00	east wing	22.7558	53.5	213
2025-12-10 12:00:00	map room	21.469286	60.0	682
2025-12-10 12:00:00	reading room	22.490793	33.4	82
2025-12-10 12:00:00	stacks	22.567387	37.0	103
2025-12-10 18:00:00	atrium	22.953738	44.3	817
2025-12-10 18:00:00	east wing	20.705065	42.1	88
2025-12-10 18:00:00	map room	20.890281	51.5	98
2025-12-10 18:00:00	reading room	21.891054	57.9	521
2025-12-10 18:00:00	stacks	21.532381	45.6	691
2025-12-11 00:00:00	atrium	19.53159	59.4	848
2025-12-11 00:00:00	east wing	20.682933	30.3	705
2025-12-11 00:00:00	map room	19.197422	46.0	351
2025-12-11 00:00:00	reading room	19.304382	44.3	575
2025-12-11 00:00:00	stacks	19.877796	48.6	31
2025-12-11 06:00:00	atrium	19.107239	44.2	531
2025-12-11 06:00:00	east wing	19.685338	52.2	46
2025-12-11 06:00:00	map room	21.291412	36.1	203
2025-12-11 06:00:00	reading room	20.831266	46.2	738
2025-12-11 06:00:00	stacks	20.831626	42.6	204
2025-12-11 12:00:00	atrium	21.023531	49.9	822
2025-12-11 12:00:00	east wing	21.797025	32.5	709
2025-12-11 12:00:00	map room	22.987759	47.1	134
2025-12-11 12:00:00	reading room	20.699336	\N	320
2025-12-11 12:00:00	stacks	21.234281	30.3	790
2025-12-11 18:00:00	atrium	22.592942	41.1	735
2025-12-11 18:00:00	east wing	20.587896	44.5	86
2025-12-11 18:00:00	map room	22.122777	42.6	218
2025-12-11 18:00:00	reading room	21.406657	43.2	21
2025-12-11 18:00:00	stacks	23.041284	36.4	107
2025-12-12 00:00:00	atrium	19.373833	60.0	279
2025-12-12 00:00:00	east wing	20.386882	50.4	160
2025-12-12 00:00:00	map room	19.20061	44.7	660
2025-12-12 00:00:00	reading room	19.938902	50.6	648
2025-12-12 00:00:00	stacks	21.745315	47.2	837
2025-12-12 06:00:00	atrium	19.317353	49.9	161
2025-12-12 06:00:00	east wing	21.162744	41.5	601
2025-12-12 06:00:00	map room	19.797199	53.7	114
2025-12-12 06:00:00	reading room	19.342881	51.2	660
2025-12-12 06:00:00	stacks	21.924882	38.5	38
2025-12-12 12:00:00	atrium	23.306201	35.6	110
2025-12-12 12:00:00	east wing	21.058914	56.8	288
2025-12-12 12:00:00	map room	22.094193	31.4	325
2025-12-12 12:00:00	reading room	22.733922	45.8	437
2025-12-12 12:00:00	stacks	20.94761	49.1	766
2025-12-12 18:00:00	atrium	21.769371	44.1	869
2025-12-12 18:00:00	east wing	21.384395	59.7	251
2025-12-12 18:00:00	map room	23.192147	38.5	688
2025-12-12 18:00:00	reading room	21.44624	54.1	535
2025-12-12 18:00:00	stacks	20.994236	31.8	610
2025-12-13 00:00:00	atrium	19.589728	59.4	16
2025-12-13 00:00:00	east wing	20.7584	42.7	539
2025-12-13 00:00:00	map room	19.551506	30.4	334
2025-12-13 00:00:00	reading room	19.23276	45.6	595
2025-12-13 00:00:00	stacks	21.36354	33.8	542
2025-12-13 06:00:00	atrium	20.017058	47.8	513
2025-12-13 06:00:00	east wing	19.932181	40.3	655
2025-12-13 06:00:00	map room	21.381401	49.0	529
2025-12-13 06:00:00	reading room	19.174397	32.7	579
2025-12-13 06:00:00	stacks	19.604054	59.4	897
2025-12-13 12:00:00	atrium	22.386637	42.8	506
2025-12-13 12:00:00	east wing	22.375412	53.3	506
2025-12-13 12:00:00	map room	21.837368	43.3	412
2025-12-13 12:00:00	reading room	21.160462	35.2	371
2025-12-13 12:00:00	stacks	21.754507	\N	527
2025-12-13 18:00:00	atrium	21.306066	49.5	786
2025-12-13 18:00:00	east wing	20.733142	45.2	613
2025-12-13 18:00:00	map room	21.67199	57.8	628
2025-12-13 18:00:00	reading room	22.887666	56.0	784
2025-12-13 18:00:00	stacks	22.704381	34.0	722
2025-12-14 00:00:00	atrium	21.432951	32.0	499
2025-12-14 00:00:00	east wing	21.368282	42.1	362
2025-12-14 00:00:00	map room	20.947109	43.9	744
2025-12-14 00:00:00	reading room	20.14072	30.9	612
2025-12-14 00:00:00	stacks	21.784132	37.8	698
2025-12-14 06:00:00	atrium	21.192529	52.5	509
2025-12-14 06:00:00	east wing	21.533622	32.9	156
2025-12-14 06:00:00	map room	20.878836	56.7	3
2025-12-14 06:00:00	reading room	19.304611	50.7	289
2025-12-14 06:00:00	stacks	21.605043	36.1	791
2025-12-14 12:00:00	atrium	21.206377	30.9	807
2025-12-14 12:00:00	east wing	22.472727	39.7	745
2025-12-14 12:00:00	map room	20.875916	36.6	385
2025-12-14 12:00:00	reading room	21.238387	55.0	488
2025-12-14 12:00:00	stacks	23.055965	45.1	685
2025-12-14 18:00:00	atrium	22.845649	39.5	662
2025-12-14 18:00:00	east wing	23.310501	58.5	528
2025-12-14 18:00:00	map room	20.939778	56.5	575
2025-12-14 18:00:00	reading room	22.422646	59.0	607
2025-12-14 18:00:00	stacks	21.088087	57.0	96
2025-12-15 00:00:00	atrium	21.438139	\N	884
2025-12-15 00:00:00	east wing	21.030404	46.0	485
2025-12-15 00:00:00	map room	21.890354	31.0	63
2025-12-15 00:00:00	reading room	20.115668	49.8	501
2025-12-15 00:00:00	stacks	20.986144	55.8	9
2025-12-15 06:00:00	atrium	19.937101	52.3	162
2025-12-15 06:00:00	east wing	20.357952	\N	894
2025-12-15 06:00:00	map room	20.151089	58.3	899
2025-12-15 06:00:00	reading room	19.855231	59.4	531
2025-12-15 06:00:00	stacks	21.002206	52.1	788
2025-12-15 12:00:00	atrium	20.663786	50.6	388
2025-12-15 12:00:00	east wing	23.260351	59.0	560
2025-12-15 12:00:00	map room	20.970511	39.4	50
2025-12-15 12:00:00	reading room	22.991454	56.4	483
2025-12-15 12:00:00	stacks	21.580178	35.1	524
2025-12-15 18:00:00	atrium	20.790798	40.7	651
2025-12-15 18:00:00	east wing	21.268778	46.0	525
2025-12-15 18:00:00	map room	22.939771	58.3	45
2025-12-15 18:00:00	reading room	21.489001	39.7	565
2025-12-15 18:00:00	stacks	20.762893	\N	658
2025-12-16 00:00:00	atrium	19.279542	30.5	528
2025-12-16 00:00:00	east wing	19.331887	32.2	475
2025-12-16 00:00:00	map room	19.846508	31.7	576
2025-12-16 00:00:00	reading room	20.407298	\N	362
2025-12-16 00:00:00	stacks	19.123875	54.8	657
2025-12-16 06:00:00	atrium	20.792273	43.0	390
2025-12-16 06:00:00	east wing	20.121567	56.5	642
2025-12-16 06:00:00	map room	20.148924	34.5	527
2025-12-16 06:00:00	reading room	21.350545	34.6	792
2025-12-16 06:00:00	stacks	19.058958	39.1	242
2025-12-16 12:00:00	atrium	20.552082	54.2	223
2025-12-16 12:00:00	east wing	20.7753	31.3	404
2025-12-16 12:00:00	map room	23.139364	30.8	769
2025-12-16 12:00:00	reading room	23.438676	55.8	654
2025-12-16 12:00:00	stacks	22.858885	30.6	392
2025-12-16 18:00:00	atrium	23.156988	50.2	71
2025-12-16 18:00:00	east wing	20.809848	32.9	321
2025-12-16 18:00:00	map room	21.722716	50.1	498
2025-12-16 18:00:00	reading room	21.019041	58.3	80
2025-12-16 18:00:00	stacks	22.520826	59.9	204
2025-12-17 00:00:00	atrium	20.341858	31.9	828
2025-12-17 00:00:00	east wing	19.572869	52.4	576
2025-12-17 00:00:00	map room	19.456534	42.7	231
2025-12-17 00:00:00	reading room	20.992343	34.9	801
2025-12-17 00:00:00	stacks	21.597807	32.1	720
2025-12-17 06:00:00	atrium	20.653895	30.1	188
2025-12-17 06:00:00	east wing	19.549141	42.7	486
2025-12-17 06:00:00	map room	20.974572	53.7	50
2025-12-17 06:00:00	reading room	21.411504	39.7	195
2025-12-17 06:00:00	stacks	20.281005	53.0	620
2025-12-17 12:00:00	atrium	22.583978	55.1	234
2025-12-17 12:00:00	east wing	21.388299	31.5	309
2025-12-17 12:00:00	map room	22.872894	41.5	73
2025-12-17 12:00:00	reading room	22.208994	30.6	11
2025-12-17 12:00:00	stacks	21.688107	42.3	891
2025-12-17 18:00:00	atrium	22.383458	38.2	605
2025-12-17 18:00:00	east wing	20.994843	59.6	107
2025-12-17 18:00:00	map room	23.240742	51.5	609
2025-12-17 18:00:00	reading room	20.697159	47.0	397
2025-12-17 18:00:00	stacks	22.723148	37.0	673
2025-12-18 00:00:00	atrium	20.805751	42.0	634
2025-12-18 00:00:00	east wing	20.415154	38.2	353
2025-12-18 00:00:00	map room	19.371823	32.2	488
2025-12-18 00:00:00	reading room	19.738028	59.0	2
2025-12-18 00:00:00	stacks	20.554477	52.6	887
2025-12-18 06:00:00	atrium	20.062337	48.9	874
2025-12-18 06:00:00	east wing	20.508111	45.5	228
2025-12-18 06:00:00	map room	20.664047	55.1	596
2025-12-18 06:00:00	reading room	19.755431	41.8	491
2025-12-18 06:00:00	stacks	19.45985	53.2	108
2025-12-18 12:00:00	atrium	21.847542	36.2	250
2025-12-18 12:00:00	east wing	22.184142	51.0	373
2025-12-18 12:00:00	map room	21.230254	43.3	621
2025-12-18 12:00:00	reading room	23.383338	41.9	466
2025-12-18 12:00:00	stacks	21.951715	56.4	897
2025-12-18 18:00:00	atrium	22.655245	\N	394
2025-12-18 18:00:00	east wing	23.144777	48.7	760
2025-12-18 18:00:00	map room	20.689689	36.0	200
2025-12-18 18:00:00	reading room	21.611318	41.2	767
2025-12-18 18:00:00	stacks	23.454504	45.3	180
2025-12-19 00:00:00	atrium	20.229525	55.4	573
2025-12-19 00:00:00	east wing	19.784429	47.3	150
2025-12-19 00:00:00	map room	19.535034	49.8	150
2025-12-19 00:00:00	reading room	20.9073	58.9	293
2025-12-19 00:00:00	stacks	21.894159	42.6	492
2025-12-19 06:00:00	atrium	19.648349	44.5	735
2025-12-19 06:00:00	east wing	19.820606	47.8	96
2025-12-19 06:00:00	map room	19.208222	49.0	45
2025-12-19 06:00:00	reading room	20.169365	56.4	359
2025-12-19 06:00:00	stacks	20.765476	51.8	358
2025-12-19 12:00:00	atrium	20.679449	36.6	270
2025-12-19 12:00:00	east wing	21.292009	48.6	150
2025-12-19 12:00:00	map room	21.849897	44.8	413
2025-12-19 12:00:00	reading room	21.122838	33.9	86
2025-12-19 12:00:00	stacks	22.653041	37.2	874
2025-12-19 18:00:00	atrium	22.182971	40.9	166
2025-12-19 18:00:00	east wing	21.657876	52.1	686
2025-12-19 18:00:00	map room	22.777243	56.9	808
2025-12-19 18:00:00	reading room	22.585605	59.7	651
2025-12-19 18:00:00	stacks	23.428042	\N	4
2025-12-20 00:00:00	atrium	19.204409	\N	426
2025-12-20 00:00:00	east wing	19.416437	42.8	208
2025-12-20 00:00:00	map room	19.501482	48.6	177
2025-12-20 00:00:00	reading room	20.569006	\N	56
2025-12-20 00:00:00	stacks	19.515584	44.8	467
2025-12-20 06:00:00	atrium	19.657992	55.4	861
2025-12-20 06:00:00	east wing	19.725416	46.0	440
2025-12-20 06:00:00	map room	19.695404	39.6	657
2025-12-20 06:00:00	reading room	21.309103	33.3	500
2025-12-20 06:00:00	stacks	21.810083	49.7	228
2025-12-20 12:00:00	atrium	22.919357	57.9	376
2025-12-20 12:00:00	east wing	22.030199	45.5	46
2025-12-20 12:00:00	map room	22.846724	35.3	287
2025-12-20 12:00:00	reading room	21.353342	39.3	524
2025-12-20 12:00:00	stacks	20.87963	\N	843
2025-12-20 18:00:00	atrium	21.065574	41.7	391
2025-12-20 18:00:00	east wing	20.972504	43.8	573
2025-12-20 18:00:00	map room	21.308822	49.1	9
2025-12-20 18:00:00	reading room	23.154327	37.5	459
2025-12-20 18:00:00	stacks	22.025276	30.5	592
2025-12-21 00:00:00	atrium	21.558162	38.0	760
2025-12-21 00:00:00	east wing	19.890548	54.3	557
2025-12-21 00:00:00	map room	21.299084	49.3	889
2025-12-21 00:00:00	reading room	21.735635	50.3	36
2025-12-21 00:00:00	stacks	21.649433	52.6	621
2025-12-21 06:00:00	atrium	21.820837	50.8	601
2025-12-21 06:00:00	east wing	21.180924	42.3	767
2025-12-21 06:00:00	map room	20.094132	50.8	319
2025-12-21 06:00:00	reading room	21.284089	30.1	885
2025-12-21 06:00:00	stacks	19.89537	47.1	681
2025-12-21 12:00:00	atrium	22.409186	41.9	342
2025-12-21 12:00:00	east wing	23.054968	49.8	689
2025-12-21 12:00:00	map room	21.278916	54.2	859
2025-12-21 12:00:00	reading room	22.061552	33.4	404
2025-12-21 12:00:00	stacks	22.894195	41.2	3
2025-12-21 18:00:00	atrium	21.283999	57.3	870
2025-12-21 18:00:00	east wing	20.886193	49.9	357
2025-12-21 18:00:00	map room	22.91698	48.3	144
2025-12-21 18:00:00	reading room	21.195124	35.4	139
2025-12-21 18:00:00	stacks	21.742964	56.4	228
2025-12-22 00:00:00	atrium	21.378475	43.2	627
2025-12-22 00:00:00	east wing	21.213452	50.3	827
2025-12-22 00:00:00	map room	19.998412	40.3	370
2025-12-22 00:00:00	reading room	19.606651	39.7	406
2025-12-22 00:00:00	stacks	19.96771	54.5	321
2025-12-22 06:00:00	atrium	20.915076	44.2	815
2025-12-22 06:00:00	east wing	19.029457	58.6	733
2025-12-22 06:00:00	map room	21.868843	41.9	289
2025-12-22 06:00:00	reading room	20.180447	33.5	792
2025-12-22 06:00:00	stacks	20.710424	36.6	69
2025-12-22 12:00:00	atrium	20.887989	37.6	242
2025-12-22 12:00:00	east wing	23.441689	36.2	277
2025-12-22 12:00:00	map room	22.694406	42.2	735
2025-12-22 12:00:00	reading room	20.703243	39.7	648
2025-12-22 12:00:00	stacks	22.90745	52.3	595
2025-12-22 18:00:00	atrium	20.786384	44.0	830
2025-12-22 18:00:00	east wing	20.511913	40.7	1
2025-12-22 18:00:00	map room	21.331262	55.8	182
2025-12-22 18:00:00	reading room	23.485034	51.2	515
2025-12-22 18:00:00	stacks	22.550354	42.3	121
2025-12-23 00:00:00	atrium	19.445732	37.1	755
2025-12-23 00:00:00	east wing	20.040599	43.4	39
2025-12-23 00:00:00	map room	20.996941	48.9	92
2025-12-23 00:00:00	reading room	20.185677	30.3	866
2025-12-23 00:00:00	stacks	19.559895	42.2	856
2025-12-23 06:00:00	atrium	20.926762	49.4	571
2025-12-23 06:00:00	east wing	20.790293	38.7	714
2025-12-23 06:00:00	map room	21.603523	\N	137
2025-12-23 06:00:00	reading room	20.589583	57.5	283
2025-12-23 06:00:00	stacks	21.029302	39.9	876
2025-12-23 12:00:00	atrium	22.613213	52.2	731
2025-12-23 12:00:00	east wing	20.61391	49.5	416
2025-12-23 12:00:00	map room	21.074368	48.8	355
2025-12-23 12:00:00	reading room	20.929311	41.1	797
2025-12-23 12:00:00	stacks	23.399711	30.8	609
2025-12-23 18:00:00	atrium	23.198126	37.7	140
2025-12-23 18:00:00	east wing	23.249595	47.7	579
2025-12-23 18:00:00	map room	22.337399	58.7	36
2025-12-23 18:00:00	reading room	22.862116	42.6	640
2025-12-23 18:00:00	stacks	22.69626	59.3	620
2025-12-24 00:00:00	atrium	21.700941	32.6	767
2025-12-24 00:00:00	east wing	20.354228	45.1	291
2025-12-24 00:00:00	map room	20.199088	37.9	641
2025-12-24 00:00:00	reading room	19.072515	46.0	528
2025-12-24 00:00:00	stacks	19.27323	53.2	260
2025-12-24 06:00:00	atrium	20.577654	58.4	781
2025-12-24 06:00:00	east wing	19.92929	37.1	518
2025-12-24 06:00:00	map room	20.660376	48.2	656
2025-12-24 06:00:00	reading room	20.093873	32.8	143
2025-12-24 06:00:00	stacks	21.307476	45.0	86
2025-12-24 12:00:00	atrium	22.416274	56.5	430
2025-12-24 12:00:00	east wing	23.454762	43.2	674
2025-12-24 12:00:00	map room	21.500155	44.7	220
2025-12-24 12:00:00	reading room	21.133085	58.9	554
2025-12-24 12:00:00	stacks	21.356546	57.2	311
2025-12-24 18:00:00	atrium	21.682542	55.8	338
2025-12-24 18:00:00	east wing	21.987962	46.0	752
2025-12-24 18:00:00	map room	22.701959	40.3	829
2025-12-24 18:00:00	reading room	21.134385	59.4	663
2025-12-24 18:00:00	stacks	22.215874	32.2	0
2025-12-25 00:00:00	atrium	20.938794	\N	574
2025-12-25 00:00:00	east wing	21.692267	37.1	121
2025-12-25 00:00:00	map room	20.842802	41.4	312
2025-12-25 00:00:00	reading room	19.061123	37.2	460
2025-12-25 00:00:00	stacks	19.810211	56.3	474
2025-12-25 06:00:00	atrium	21.473151	38.6	620
2025-12-25 06:00:00	east wing	21.475944	51.8	488
2025-12-25 06:00:00	map room	19.557427	46.4	124
2025-12-25 06:00:00	reading room	19.707618	57.4	251
2025-12-25 06:00:00	stacks	21.675224	56.9	874
2025-12-25 12:00:00	atrium	22.119019	36.3	680
2025-12-25 12:00:00	east wing	21.444994	44.3	799
2025-12-25 12:00:00	map room	21.957212	45.4	336
2025-12-25 12:00:00	reading room	21.518077	42.7	234
2025-12-25 12:00:00	stacks	23.385848	48.1	470
2025-12-25 18:00:00	atrium	20.966458	57.9	756
2025-12-25 18:00:00	east wing	21.376753	31.8	180
2025-12-25 18:00:00	map room	22.913372	53.7	586
2025-12-25 18:00:00	reading room	22.581927	55.8	837
2025-12-25 18:00:00	stacks	21.637412	46.8	230
2025-12-26 00:00:00	atrium	20.511042	43.8	465
2025-12-26 00:00:00	east wing	19.197597	48.7	777
2025-12-26 00:00:00	map room	19.681792	58.8	866
2025-12-26 00:00:00	reading room	20.905047	59.8	517
2025-12-26 00:00:00	stacks	21.34084	37.0	329
2025-12-26 06:00:00	atrium	21.501627	58.7	52
2025-12-26 06:00:00	east wing	20.573007	55.6	475
2025-12-26 06:00:00	map room	20.802877	55.1	689
2025-12-26 06:00:00	reading room	19.303819	36.4	545
2025-12-26 06:00:00	stacks	21.775032	37.6	850
2025-12-26 12:00:00	atrium	20.582762	54.5	845
2025-12-26 12:00:00	east wing	22.467021	39.4	381
2025-12-26 12:00:00	map room	21.041264	36.7	3
2025-12-26 12:00:00	reading room	22.353671	52.9	374
2025-12-26 12:00:00	stacks	22.524287	30.9	274
2025-12-26 18:00:00	atrium	23.132617	56.3	277
2025-12-26 18:00:00	east wing	21.503901	33.1	222
2025-12-26 18:00:00	map room	21.004831	40.1	295
2025-12-26 18:00:00	reading room	20.568185	50.9	385
2025-12-26 18:00:00	stacks	22.296831	39.2	27
2025-12-27 00:00:00	atrium	21.396852	39.8	731
2025-12-27 00:00:00	east wing	21.20006	59.4	296
2025-12-27 00:00:00	map room	19.178113	36.1	447
2025-12-27 00:00:00	reading room	19.437238	52.1	469
2025-12-27 00:00:00	stacks	19.95668	44.3	865
2025-12-27 06:00:00	atrium	21.85803	34.1	60
2025-12-27 06:00:00	east wing	19.745745	57.3	561
2025-12-27 06:00:00	map room	19.504215	39.1	240
2025-12-27 06:00:00	reading room	19.550609	36.0	368
2025-12-27 06:00:00	stacks	21.896021	35.7	747
2025-12-27 12:00:00	atrium	22.894669	34.3	263
2025-12-27 12:00:00	east wing	23.20437	52.6	643
2025-12-27 12:00:00	map room	20.989863	30.7	51
2025-12-27 12:00:00	reading room	23.025118	33.6	403
2025-12-27 12:00:00	stacks	21.499723	39.3	734
2025-12-27 18:00:00	atrium	23.034115	\N	457
2025-12-27 18:00:00	east wing	22.929235	44.6	700
2025-12-27 18:00:00	map room	21.413586	51.9	551
2025-12-27 18:00:00	reading room	21.983646	58.2	626
2025-12-27 18:00:00	stacks	22.375923	58.3	256
2025-12-28 00:00:00	atrium	20.715819	53.0	311
2025-12-28 00:00:00	east wing	19.979008	31.2	866
2025-12-28 00:00:00	map room	19.130398	59.7	751
2025-12-28 00:00:00	reading room	21.264232	42.6	65
2025-12-28 00:00:00	stacks	21.517833	52.5	227
2025-12-28 06:00:00	atrium	21.539968	33.4	755
2025-12-28 06:00:00	east wing	21.92253	44.0	157
2025-12-28 06:00:00	map room	21.338438	53.4	78
2025-12-28 06:00:00	reading room	20.305594	42.5	71
2025-12-28 06:00:00	stacks	19.74489	50.6	441
2025-12-28 12:00:00	atrium	20.560659	32.2	744
2025-12-28 12:00:00	east wing	22.234793	47.7	542
2025-12-28 12:00:00	map room	21.43449	47.1	319
2025-12-28 12:00:00	reading room	23.383171	41.5	285
2025-12-28 12:00:00	stacks	21.251729	56.8	893
2025-12-28 18:00:00	atrium	20.673777	38.1	824
2025-12-28 18:00:00	east wing	22.762148	43.0	294
2025-12-28 18:00:00	map room	20.589149	43.2	255
2025-12-28 18:00:00	reading room	20.656284	55.5	874
2025-12-28 18:00:00	stacks	21.562202	41.2	407
2025-12-29 00:00:00	atrium	19.15408	58.4	773
2025-12-29 00:00:00	east wing	21.834428	43.3	584
2025-12-29 00:00:00	map room	20.704645	54.9	723
2025-12-29 00:00:00	reading room	20.973751	46.5	237
2025-12-29 00:00:00	stacks	19.54214	58.3	121
2025-12-29 06:00:00	atrium	19.470183	41.3	355
2025-12-29 06:00:00	east wing	20.518919	39.8	282
2025-12-29 06:00:00	map room	19.897664	50.3	542
2025-12-29 06:00:00	reading room	21.323381	41.2	609
2025-12-29 06:00:00	stacks	21.258771	43.7	195
2025-12-29 12:00:00	atrium	22.82149	51.2	69
2025-12-29 12:00:00	east wing	21.41324	41.8	325
2025-12-29 12:00:00	map room	21.834482	\N	378
2025-12-29 12:00:00	reading room	22.219401	50.3	208
2025-12-29 12:00:00	stacks	21.933066	51.5	525
2025-12-29 18:00:00	atrium	20.732262	48.9	896
2025-12-29 18:00:00	east wing	22.06143	51.2	451
2025-12-29 18:00:00	map room	22.158335	40.6	104
2025-12-29 18:00:00	reading room	23.231756	43.3	415
2025-12-29 18:00:00	stacks	21.776817	39.3	613
2025-12-30 00:00:00	atrium	19.698197	59.3	511
2025-12-30 00:00:00	east wing	19.968396	50.1	391
2025-12-30 00:00:00	map room	19.926783	39.4	665
2025-12-30 00:00:00	reading room	19.98541	59.4	195
2025-12-30 00:00:00	stacks	21.350725	55.3	107
2025-12-30 06:00:00	atrium	19.440295	43.1	362
2025-12-30 06:00:00	east wing	21.967848	48.6	204
2025-12-30 06:00:00	map room	21.519892	56.9	677
2025-12-30 06:00:00	reading room	21.201902	42.2	866
2025-12-30 06:00:00	stacks	20.993016	59.0	837
2025-12-30 12:00:00	atrium	22.735473	38.7	7
2025-12-30 12:00:00	east wing	20.507191	54.2	271
2025-12-30 12:00:00	map room	21.339288	56.9	580
2025-12-30 12:00:00	reading room	21.990479	50.5	215
2025-12-30 12:00:00	stacks	23.219443	51.4	299
2025-12-30 18:00:00	atrium	21.897327	42.2	217
2025-12-30 18:00:00	east wing	22.151994	36.8	783
2025-12-30 18:00:00	map room	22.468802	47.5	665
2025-12-30 18:00:00	reading room	21.403679	33.0	195
2025-12-30 18:00:00	stacks	20.519534	48.5	176
\.
