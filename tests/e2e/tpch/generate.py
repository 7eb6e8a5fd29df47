#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""generate.py - the tables of TPC-H, by a generator of our own: the same rows for the same scale, always.

  generate.py SCALE DIR      writes DIR/<table>.tbl in COPY's text format

Row counts, keys, value ranges and the words that queries look for follow the specification; comments are shorter and
simpler. As a module: tables(scale) gives (name, iterator of rows) in an order that respects references."""
import datetime
import os
import random
import sys

REGIONS = ['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST']
NATIONS = [
    ('ALGERIA', 0), ('ARGENTINA', 1), ('BRAZIL', 1), ('CANADA', 1), ('EGYPT', 4), ('ETHIOPIA', 0), ('FRANCE', 3),
    ('GERMANY', 3), ('INDIA', 2), ('INDONESIA', 2), ('IRAN', 4), ('IRAQ', 4), ('JAPAN', 2), ('JORDAN', 4), ('KENYA', 0),
    ('MOROCCO', 0), ('MOZAMBIQUE', 0), ('PERU', 1), ('CHINA', 2), ('ROMANIA', 3), ('SAUDI ARABIA', 4), ('VIETNAM', 2),
    ('RUSSIA', 3), ('UNITED KINGDOM', 3), ('UNITED STATES', 1)]
COLORS = (
    'almond antique aquamarine azure beige bisque black blanched blue blush brown burlywood burnished chartreuse chiffon '
    'chocolate coral cornflower cornsilk cream cyan dark deep dim dodger drab firebrick floral forest frosted gainsboro '
    'ghost goldenrod green grey honeydew hot indian ivory khaki lace lavender lawn lemon light lime linen magenta maroon '
    'medium metallic midnight mint misty moccasin navajo navy olive orange orchid pale papaya peach peru pink plum powder '
    'puff purple red rose rosy royal saddle salmon sandy seashell sienna sky slate smoke snow spring steel tan thistle '
    'tomato turquoise violet wheat white yellow').split()
TYPES = (['STANDARD', 'SMALL', 'MEDIUM', 'LARGE', 'ECONOMY', 'PROMO'],
         ['ANODIZED', 'BURNISHED', 'PLATED', 'POLISHED', 'BRUSHED'], ['TIN', 'NICKEL', 'BRASS', 'STEEL', 'COPPER'])
CONTAINERS = (['SM', 'LG', 'MED', 'JUMBO', 'WRAP'], ['CASE', 'BOX', 'BAG', 'JAR', 'PKG', 'PACK', 'CAN', 'DRUM'])
SEGMENTS = ['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'MACHINERY', 'HOUSEHOLD']
PRIORITIES = ['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW']
INSTRUCTIONS = ['DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN']
MODES = ['REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB']
WORDS = ('deposits accounts packages foxes ideas theodolites pinto beans instructions platelets asymptotes dependencies '
         'carefully quickly furiously slyly blithely final bold regular express even ironic silent pending unusual').split()
FIRST_DAY = datetime.date(1992, 1, 1)
ORDER_DAYS = (datetime.date(1998, 8, 2) - FIRST_DAY).days
TODAY = datetime.date(1995, 6, 17)


def rows_of(base, scale):
    return max(1, round(base * scale))


def comment(rng, words):
    return ' '.join(rng.choice(WORDS) for _ in range(words))


def money(cents):
    sign = '-' if cents < 0 else ''
    return f'{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}'


def phone(rng, nation):
    return f'{nation + 10}-{rng.randint(100, 999)}-{rng.randint(100, 999)}-{rng.randint(1000, 9999)}'


def retail_cents(part):
    return 90000 + (part // 10) % 20001 + 100 * (part % 1000)


def supplier_of(part, which, suppliers):
    return (part + which * (suppliers // 4 + (part - 1) // suppliers)) % suppliers + 1


def region(scale):
    rng = random.Random('region')
    for i, name in enumerate(REGIONS):
        yield i, name, comment(rng, 5)


def nation(scale):
    rng = random.Random('nation')
    for i, (name, region_key) in enumerate(NATIONS):
        yield i, name, region_key, comment(rng, 5)


def supplier(scale):
    rng = random.Random('supplier')
    for i in range(1, rows_of(10000, scale) + 1):
        text = comment(rng, 6)
        luck = rng.random()
        if luck < 0.02:
            text = 'Customer ' + comment(rng, 1) + ' Complaints'
        elif luck < 0.04:
            text = 'Customer ' + comment(rng, 1) + ' Recommends'
        home = rng.randrange(25)
        yield i, f'Supplier#{i:09d}', comment(rng, 2), home, phone(rng, home), money(rng.randint(-99999, 999999)), text


def part(scale):
    rng = random.Random('part')
    for i in range(1, rows_of(200000, scale) + 1):
        maker = rng.randint(1, 5)
        yield (i, ' '.join(rng.sample(COLORS, 5)), f'Manufacturer#{maker}', f'Brand#{maker}{rng.randint(1, 5)}',
               ' '.join(rng.choice(words) for words in TYPES), rng.randint(1, 50),
               ' '.join(rng.choice(words) for words in CONTAINERS), money(retail_cents(i)), comment(rng, 2)[:23])


def partsupp(scale):
    rng = random.Random('partsupp')
    suppliers = rows_of(10000, scale)
    for i in range(1, rows_of(200000, scale) + 1):
        for key in sorted({supplier_of(i, k, suppliers) for k in range(4)}):
            yield i, key, rng.randint(1, 9999), money(rng.randint(100, 100000)), comment(rng, 8)


def customer(scale):
    rng = random.Random('customer')
    for i in range(1, rows_of(150000, scale) + 1):
        home = rng.randrange(25)
        yield (i, f'Customer#{i:09d}', comment(rng, 2), home, phone(rng, home), money(rng.randint(-99999, 999999)),
               rng.choice(SEGMENTS), comment(rng, 7))


def order_key(i):
    return (i // 8) * 32 + i % 8 + 1  # as in the specification: the first 8 of every 32


def order_lines(scale):
    """Orders, each with its lines: both tables come from the same draws."""
    rng = random.Random('orders')
    parts, suppliers, customers = rows_of(200000, scale), rows_of(10000, scale), rows_of(150000, scale)
    for i in range(rows_of(1500000, scale)):
        who = rng.randint(1, customers)
        if customers >= 3 and who % 3 == 0:
            who -= 1  # a third of the customers never order
        day = FIRST_DAY + datetime.timedelta(rng.randrange(ORDER_DAYS))
        total, states, lines = 0, set(), []
        for number in range(1, rng.randint(1, 7) + 1):
            item, quantity = rng.randint(1, parts), rng.randint(1, 50)
            price, discount, tax = quantity * retail_cents(item), rng.randint(0, 10), rng.randint(0, 8)
            shipped = day + datetime.timedelta(rng.randint(1, 121))
            due, received = day + datetime.timedelta(rng.randint(30, 90)), shipped + datetime.timedelta(rng.randint(1, 30))
            flag = rng.choice('RA') if received <= TODAY else 'N'
            state = 'O' if shipped > TODAY else 'F'
            states.add(state)
            total += price * (100 - discount) * (100 + tax) // 10000
            lines.append((order_key(i), item, supplier_of(item, rng.randrange(4), suppliers), number, f'{quantity}.00',
                          money(price), f'0.{discount:02d}', f'0.{tax:02d}', flag, state, shipped, due, received,
                          rng.choice(INSTRUCTIONS), rng.choice(MODES), comment(rng, 3)[:44]))
        text = comment(rng, 5)
        if rng.random() < 0.02:
            text = comment(rng, 1) + ' special ' + comment(rng, 1) + ' requests'
        yield ((order_key(i), who, states.pop() if len(states) == 1 else 'P', money(total), day, rng.choice(PRIORITIES),
                f'Clerk#{rng.randint(1, max(1, rows_of(1000, scale))):09d}', 0, text), lines)


def orders(scale):
    for order, _ in order_lines(scale):
        yield order


def lineitem(scale):
    for _, lines in order_lines(scale):
        yield from lines


def tables(scale):
    return [(make.__name__, make(scale)) for make in (region, nation, supplier, part, partsupp, customer, orders, lineitem)]


def copy_text(rows):
    """Lines of COPY's text format, in pieces of a few hundred."""
    piece = []
    for row in rows:
        piece.append('\t'.join(map(str, row)) + '\n')
        if len(piece) == 500:
            yield ''.join(piece)
            piece = []
    yield ''.join(piece)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    os.makedirs(sys.argv[2], exist_ok=True)
    for name, rows in tables(float(sys.argv[1])):
        with open(os.path.join(sys.argv[2], name + '.tbl'), 'w') as out:
            for piece in copy_text(rows):
                out.write(piece)


if __name__ == '__main__':
    main()
