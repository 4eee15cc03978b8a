// Makes the files that the program serves: node src/web/build.mjs build/web PAGE…
// A page NAME is NAME.html, NAME/NAME.tsx and NAME/NAME.css. Addresses in the html carry ?v=<hash of the file>, so
// that everything else may be cached for a year.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const out = resolve(process.argv[2]);
const pages = process.argv.slice(3);
mkdirSync(out, { recursive: true });

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);
function emit(name, bytes) {
	writeFileSync(join(out, name), bytes);
	writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
	return `/${name}?v=${hash(bytes)}`;
}

// What is drawn inside the <svg> of each name listed in lib/icons.ts.
const listed = readFileSync(join(here, 'lib/icons.ts'), 'utf8').match(/\[([^\]]*)\] as const/)[1].match(/[a-z0-9-]+/g);
const drawn = Object.fromEntries(listed.map((name) => {
	const svg = readFileSync(join(modules, 'lucide-static/icons', `${name}.svg`), 'utf8');
	return [name, svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).replace(/\s+/g, ' ').trim()];
}));
const icon = emit('icon.svg', readFileSync(join(here, 'icon.svg')));

for (const set of ['latin', 'vietnamese'])
	for (const weight of [400, 500, 600, 700])
		copyFileSync(join(modules, `@fontsource/be-vietnam-pro/files/be-vietnam-pro-${set}-${weight}-normal.woff2`),
			join(out, `be-vietnam-pro-${set}-${weight}.woff2`));

// What others ask for when their work is passed on.
const parts = ['preact', '@preact/signals', '@preact/signals-core', '@fontsource/be-vietnam-pro', 'lucide-static'];
emit('licences.txt', parts.map((name) => {
	const folder = join(modules, name);
	const text = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file)).map((file) => readFileSync(join(folder, file), 'utf8'));
	const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	return `${name} ${version} (${license})\n\n${text.join('\n').trim()}\n`;
}).join('\n----------------------------------------\n\n'));

for (const page of pages) {
	const common = { bundle: true, minify: true, target: 'es2019', write: false, logLevel: 'warning', charset: 'utf8' };
	const js = await build({ ...common, entryPoints: [join(here, page, `${page}.tsx`)], format: 'iife', jsx: 'automatic',
		jsxImportSource: 'preact', define: { ICONS: JSON.stringify(drawn) } });
	const css = await build({ ...common, entryPoints: [join(here, page, `${page}.css`)], external: ['*.woff2'] });
	const urls = { icon, js: emit(`${page}.js`, js.outputFiles[0].contents), css: emit(`${page}.css`, css.outputFiles[0].contents) };
	const html = readFileSync(join(here, `${page}.html`), 'utf8');
	emit(`${page}.html`, html.replace(/\{(icon|js|css)\}/g, (_, name) => urls[name]));
}
