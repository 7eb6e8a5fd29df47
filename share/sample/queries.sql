-- SPDX-License-Identifier: Apache-2.0
-- Questions to the sample data. Each has one right answer: rows are ordered by something unique.

-- counts
SELECT count(*) FROM authors;
SELECT count(*), count(pages), count(rating), count(isbn) FROM books;
SELECT count(*) FROM copies;
SELECT count(*) FROM members WHERE active;
SELECT count(*), count(returned), count(fee) FROM loans;
SELECT count(*) FROM climate WHERE humidity IS NULL;

-- filters
SELECT book_id, title, year FROM books WHERE kind = 'poetry' AND year BETWEEN 1990 AND 1995 ORDER BY book_id;
SELECT book_id, title FROM books WHERE title LIKE '%Lighthouse%' ORDER BY book_id;
SELECT author_id, name, born FROM authors WHERE born < '1900-01-01' ORDER BY born, author_id;
SELECT author_id, name FROM authors WHERE born IS NULL ORDER BY author_id;
SELECT member_id, name, balance FROM members WHERE balance < 0 ORDER BY balance, member_id;
SELECT book_id, price, rating FROM books WHERE rating >= 4.9 AND NOT in_print ORDER BY book_id;
SELECT count(*) FROM books WHERE author_id IN (1, 2, 3) OR kind IN ('maths', 'science');
SELECT member_id, email FROM members WHERE email = 'amina.ali4@example.org' OR member_id = 1 ORDER BY member_id;
SELECT count(*) FROM loans WHERE lent >= '2025-01-01 00:00:00+00' AND lent < '2025-02-01 00:00:00+00';
SELECT count(*) FROM loans WHERE returned IS NULL AND due < '2025-06-01';
SELECT count(*) FROM copies WHERE tag = '\x';

-- groupings
SELECT kind, count(*) AS n FROM books GROUP BY kind ORDER BY kind;
SELECT kind, min(year), max(year), sum(pages), avg(price) FROM books GROUP BY kind ORDER BY kind;
SELECT in_print, count(*), sum(price), min(title), max(title) FROM books GROUP BY in_print ORDER BY in_print;
SELECT country, count(*), min(born), max(born) FROM authors GROUP BY country ORDER BY country;
SELECT room, count(*), count(humidity), min(lux), max(lux), sum(lux) FROM climate GROUP BY room ORDER BY room;
SELECT year, count(*) FROM books WHERE year >= 2015 GROUP BY year HAVING count(*) > 5 ORDER BY year;
SELECT author_id, count(*) AS n FROM books GROUP BY author_id ORDER BY n DESC, author_id LIMIT 10;
SELECT sum(balance), avg(balance), min(balance), max(balance) FROM members;
SELECT sum(fee), count(fee), max(fee) FROM loans WHERE due >= '2025-01-01';
SELECT year / 10 * 10 AS decade, count(*), avg(pages) FROM books GROUP BY year / 10 * 10 ORDER BY 1;

-- sorts, limits, expressions
SELECT book_id, title, price FROM books ORDER BY price DESC, book_id LIMIT 10;
SELECT book_id, rating FROM books ORDER BY rating DESC NULLS LAST, book_id DESC LIMIT 8 OFFSET 4;
SELECT book_id, pages FROM books ORDER BY pages NULLS FIRST, book_id LIMIT 5;
SELECT upper(name), length(name), country || '-' || author_id FROM authors ORDER BY author_id LIMIT 10;
SELECT book_id, round(price * 1.19, 2), price / 3, pages % 7 FROM books ORDER BY book_id LIMIT 10;
SELECT member_id, joined, coalesce(email, 'none') FROM members ORDER BY joined DESC, member_id LIMIT 10;
SELECT copy_id, shelf, bought, tag FROM copies ORDER BY copy_id LIMIT 10;
SELECT member_id, lent, due, returned, fee FROM loans ORDER BY lent, member_id LIMIT 10;
SELECT at, room, celsius, humidity, lux FROM climate ORDER BY at DESC, room LIMIT 10;
SELECT book_id, CASE WHEN pages IS NULL THEN 'unknown' WHEN pages < 200 THEN 'short' ELSE 'long' END FROM books ORDER BY book_id LIMIT 12;
SELECT DISTINCT kind FROM books ORDER BY kind;
