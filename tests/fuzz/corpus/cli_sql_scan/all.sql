select E'\';', $a$ ; $a$, "x;" /* ; /* */ */ -- ;
(1;2);
select 'a''b';
