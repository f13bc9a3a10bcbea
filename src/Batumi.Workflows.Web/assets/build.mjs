// Makes wwwroot/assets (which is not kept in git) from assets/ and node_modules/. MSBuild calls it when a source is newer than the result.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as sass from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, '..', 'node_modules');
const out = join(here, '..', 'wwwroot', 'assets');

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'fonts'), { recursive: true });

for (const sheet of ['site', 'studio']) {
  const { css } = sass.compile(join(here, 'styles', `${sheet}.scss`), { loadPaths: [modules], style: 'compressed', quietDeps: true });
  writeFileSync(join(out, `${sheet}.css`), css);
}

for (const [family, subset] of [['noto-sans-georgian', 'georgian'], ['noto-sans', 'latin'], ['noto-sans-georgian', 'latin-ext']])
  copyFileSync(join(modules, '@fontsource-variable', family, 'files', `${family}-${subset}-wght-normal.woff2`), join(out, 'fonts', `${subset}.woff2`));

copyFileSync(join(modules, 'govuk-frontend', 'dist', 'govuk', 'govuk-frontend.min.js'), join(out, 'govuk-frontend.min.js'));
for (const folder of ['scripts', 'images'])
  for (const file of readdirSync(join(here, folder))) copyFileSync(join(here, folder, file), join(out, file));
