#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Each check of tools/tidy is shown a small tree that breaks its rule, and must say so; and one that does not."""
import os
import subprocess
import sys
import tempfile
import unittest

TIDY = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'tools', 'tidy')
SPDX = '/* SPDX-License-Identifier: Apache-2.0 */\n'
MODULES = '# SPDX-License-Identifier: Apache-2.0\nnd_module(base LIBS m)\nnd_module(env DEPS nd_base)\nnd_module(raft DEPS nd_base)\n'
CLEAN = {
    'cmake/modules.cmake': MODULES,
    'src/base/x.h': SPDX + 'int nd_x(void);\n',
    'src/base/x.c': SPDX + '#include "base/x.h"\n/* malloc(1), time(NULL): words in a comment */\nint nd_x(void) { return 1; }\n',
    'src/base/README.md': '# base\n[x](x.h)\n',
}


def tidy(files, *args):
    with tempfile.TemporaryDirectory() as root:
        for path, text in {**CLEAN, **files}.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), 'w', encoding='utf-8') as f:
                f.write(text)
        build = os.path.join(root, 'build')
        if '--objects' in args:
            for path in [p for p in {**CLEAN, **files} if p.endswith('.c')]:
                module = path.split('/')[1]
                out = os.path.join(build, 'CMakeFiles', f'nd_{module}.dir', path + '.o')
                os.makedirs(os.path.dirname(out), exist_ok=True)
                subprocess.run(['cc', '-I', os.path.join(root, 'src'), '-c', os.path.join(root, path), '-o', out], check=True)
            args = [*args, build]
        out = subprocess.run([sys.executable, TIDY, '--root', root, *args], stdout=subprocess.PIPE, check=False)
        return out.returncode, out.stdout.decode()


class Tidy(unittest.TestCase):
    def finds(self, files, text, *args):
        code, out = tidy(files, *args)
        self.assertEqual(code, 1, out)
        self.assertIn(text, out)

    def test_clean_tree(self):
        code, out = tidy({}, '--objects')
        self.assertEqual((code, out.splitlines()[-1].endswith(' 0 findings')), (0, True), out)

    def test_layers(self):
        readme = {'src/raft/README.md': '# raft\n', 'src/env/README.md': '# env\n', 'src/env/env.h': SPDX}
        self.finds({**readme, 'src/raft/r.c': SPDX + '#include "env/env.h"\n'}, 'layers: raft must not include env/env.h of env')
        self.finds({**readme, 'src/env/e.c': SPDX + '#include "base/x.h"\n#include "env/env.h"\n#include "nowhere.h"\n'}, '"nowhere.h" is not a path')

    def test_calls(self):
        for call, line in (('malloc', 'void *nd_y(void) { return malloc(1); }'), ('time', 'long nd_y(void) { return time(0); }'),
                           ('strcpy', 'void nd_y(char *a) { strcpy(a, "b"); }'),
                           ('pthread_create', 'void nd_y(void) { pthread_create(0, 0, 0, 0); }')):
            self.finds({'src/base/y.c': SPDX + line + '\n'}, f'calls: {call}() is banned here')

    def test_statics(self):
        source = SPDX + 'static int count;\nint nd_next(void);\nint nd_next(void) { static int calls = 3; return calls++ + count++; }\n'
        self.finds({'src/base/y.c': source}, "statics: 'count'", '--objects')
        code, out = tidy({'src/base/y.c': SPDX + 'static const char *const names[] = {"a"};\nconst char *nd_n(int i);\nconst char *nd_n(int i) { return names[i]; }\n'}, '--objects')
        self.assertEqual(code, 0, out)

    def test_text(self):
        self.finds({'src/base/y.c': 'int y;\n'}, 'spdx:')
        self.finds({'src/base/y.c': SPDX + '/* FIX' + 'ME later */\n'}, 'unfinished:')
        self.finds({'src/base/y.c': SPDX + '/* ' + 'x' * 220 + ' */\n'}, 'lengths: 226 characters')
        self.finds({'src/base/y.c': SPDX + '\n' * 1001}, 'lengths: 1002 lines')
        self.finds({'src/base/y.h': SPDX}, 'dead:')
        self.finds({'src/kv/y.c': SPDX}, 'src/kv/y.c: layers: is in no module')
        self.finds({'src/env/y.c': SPDX}, 'src/env: readmes:')

    def test_docs(self):
        self.finds({'docs/A.md': '[b](B.md)\n'}, 'links: B.md does not exist')
        self.finds({'docs/A.md': 'see `src/base/gone.c`\n'}, 'links: `src/base/gone.c`')
        self.finds({'docs/WRITE_PATH.md': '`src/base/x.c:nd_gone`\n'}, 'hops: src/base/x.c has no function nd_gone')
        config = {'src/node/config.c': SPDX + '    {"one", KIND_PATH},\n'}
        self.finds({**config, 'docs/CONFIGURATION.md': '| `two` | |\n'}, 'settings: lacks the setting one')


if __name__ == '__main__':
    unittest.main()
