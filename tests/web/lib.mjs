// The pure parts of src/web/lib, over tables: amounts and quantities as people write them, parts of a return, ids, keys.
import { build } from '../../src/web/node_modules/esbuild/lib/main.js';
import { fileURLToPath } from 'node:url';

const lib = fileURLToPath(new URL('../../src/web/lib/', import.meta.url));
const { outputFiles } = await build({ stdin: { contents: "export * from './money'; export * from './id'; export * from './keys'; export * from './time';", resolveDir: lib }, bundle: true, format: 'esm', write: false });
const { figures, money, quantity, readMoney, readQuantity, partOf, newId, charOf, clock, day, dayText } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
let passed = 0, failed = 0;
function rows(name, run, table) {
	for (const [wanted, ...given] of table) {
		const got = run(...given);
		if (JSON.stringify(got) === JSON.stringify(wanted)) passed++;
		else { failed++; console.log(`FAIL ${name}(${given.map((each) => JSON.stringify(each)).join(', ')}): got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`); }
	}
}
rows('figures', figures, [['0', 0], ['999', 999], ['1.000', 1000], ['1.234.567', 1234567], ['−600', -600], ['−1.234.567', -1234567], ['9.007.199.254.740.991', Number.MAX_SAFE_INTEGER]]);
rows('money', money, [['154.000\u00a0₫', 154000]]);
rows('quantity', quantity, [['6', 6000], ['1,25', 1250], ['0,005', 5], ['1.000', 1000000], ['−0,5', -500]]);
rows('readMoney', readMoney, [[154000, '154k'], [154000, '154.000'], [154000, '154 000'], [154000, '154000 ₫'], [1500, '1,5k'], [1234567, '1.234.567'], [0, '0'],
	[null, ''], [null, '154.00'], [null, '1,5'], [null, '-5'], [null, '1e6'], [null, 'k'], [null, '1.5k'], [null, '99999999999999']]);
rows('readQuantity', readQuantity, [[1250, '1,25', 3], [1250, '1.25', 3], [6000, '6', 0], [6000, '6,0', 0], [null, '1,5', 0], [null, '1,255', 2], [null, '0', 3], [null, '', 3], [null, '-1', 3], [null, '1234567', 0]]);
rows('partOf', partOf, [[33333, 100000, 3000, 0, 1000], [33334, 100000, 3000, 1000, 1000], [33333, 100000, 3000, 2000, 1000], [154600, 154600, 1250, 0, 1250], [0, 0, 1000, 0, 1000]]);
rows('charOf', (code, shiftKey, ctrlKey) => charOf({ code, shiftKey, ctrlKey }), [['1', 'Digit1', false], ['%', 'Digit5', true], ['*', 'NumpadMultiply', false], ['R', 'KeyR', true], ['r', 'KeyR', false],
	['-', 'Minus', false], ['\x1d', 'BracketRight', false, true], [null, 'KeyV', false, true], [null, 'F1', false], [null, '', false], ['7', 'Numpad7', false]]);
rows('time', (run, value) => run(value), [['00:30', clock, Date.UTC(2026, 7, 21, 17, 30) * 1000], ['22/08/2026', day, Date.UTC(2026, 7, 21, 17, 30) * 1000], ['22/08/2026', dayText, '2026-08-22']]);
const ids = Array.from({ length: 1000 }, () => newId());
rows('newId', () => [new Set(ids).size, ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))], [[[1000, true]]]);
rows('newId', (now) => newId(now).slice(0, 13), [['017f22e2-79b0', 1645557742000]]);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
