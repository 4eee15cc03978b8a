// The pure parts of src/web/lib, over tables: amounts and quantities as people write them, parts of a return, ids, keys.
import { build } from '../../src/web/node_modules/esbuild/lib/main.js';
import { webcrypto } from 'node:crypto';
import { fileURLToPath } from 'node:url';

globalThis.crypto ??= webcrypto; // Debian 12's node has it only as a module
const lib = fileURLToPath(new URL('../../src/web/lib/', import.meta.url));
const { outputFiles } = await build({ stdin: { contents: "export * from './money'; export * from './id'; export * from './keys'; export * from './time'; export * from './day'; export * from './code';", resolveDir: lib }, bundle: true, format: 'esm', write: false });
const { figures, money, quantity, readMoney, readQuantity, cashRounding, newId, charOf, clock, day, dayText, readDay, readSpan, readWhen, stepDay, weekdayText, addSpan, dayWords, daysBetween, checkFigure, judgeCode, shownCode, readOwnCode } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
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
rows('cashRounding', cashRounding, [[600, 154600, 1000], [0, 154000, 1000], [0, 154600, 0], [0, 0, 1000], [0, -600, 1000], [100, 100, 500]]);
rows('charOf', (code, shiftKey, ctrlKey) => charOf({ code, shiftKey, ctrlKey }), [['1', 'Digit1', false], ['%', 'Digit5', true], ['*', 'NumpadMultiply', false], ['R', 'KeyR', true], ['r', 'KeyR', false],
	['-', 'Minus', false], ['\x1d', 'BracketRight', false, true], [null, 'KeyV', false, true], [null, 'F1', false], [null, '', false], ['7', 'Numpad7', false]]);
rows('time', (run, value) => run(value), [['00:30', clock, Date.UTC(2026, 7, 21, 17, 30) * 1000], ['22/08/2026', day, Date.UTC(2026, 7, 21, 17, 30) * 1000], ['22/08/2026', dayText, '2026-08-22']]);
const read = (text, edge) => readDay(text, edge)?.day ?? null;
rows('readDay', read, [['2026-04-02', '020426'], ['2026-04-02', '02 04 26'], ['2026-04-02', '02/04/26'], ['2026-04-02', '02042026'], ['2028-10-02', '02/10/2028'], ['2028-10-02', '2.10.2028'], ['2026-04-02', 'NSX: 02/04/26'], ['2026-04-02', '2026-04-02'],
	['2026-02-01', '02/26'], ['2026-02-28', '02/26', 'last'], ['2028-02-29', '02/2028', 'last'], ['2028-02-29', '29/02/2028'], [null, '29/02/2026'], [null, '31/04/26'], [null, '13/2026'], [null, '32/01/2026'], [null, ''], [null, 'mai'], [null, '12'], [null, '0204266']]);
rows('readDay', (text) => readDay(text), [[{ day: '2028-04-02', isTurned: true }, '280402'], [{ day: '2031-12-26', isTurned: false }, '261231'], [{ day: '2026-04-02', isTurned: false }, '020426'], [null, '999999']]);
const when = (text, isAhead = true) => readWhen(text, '2026-11-22', isAhead)?.day ?? null; /* a Sunday */
rows('readWhen', when, [['2026-11-22', '22/11/2026'], ['2026-11-22', '221126'], ['2026-11-22', '22.11'], ['2026-11-23', 'mai'], ['2026-11-23', 'Ngày mai'], ['2026-11-22', 'hôm nay'], ['2026-11-24', 'mốt'],
	['2026-11-24', 'ngày kia'], ['2026-11-20', 'hôm kia'], ['2026-11-23', 'ngày  mai'], ['2026-11-28', 'thứ bảy'], ['2026-11-24', 'thu ba'], ['2026-11-24', '2411'], ['2027-01-05', '0501'], ['2028-02-29', '29/02'], ['2028-02-29', '29.2', false], ['2026-11-21', 'hôm qua'], ['2026-11-25', '+3'], ['2026-11-28', 't7'], ['2026-11-23', 'Thứ 2'], ['2026-11-22', 'cn'], ['2026-12-01', '1'], ['2026-11-30', '30'], ['2027-01-15', '15/1'],
	['2027-11-21', '21.11'], ['2026-11-21', '21.11', false], ['2026-08-15', '15-8', false], ['2026-11-16', 't2', false], ['2028-02-29', '29/2/28'], [null, '31/11'], [null, '3111'], [null, '32'], [null, 'mấy'], [null, '']]);
rows('stepDay', (key, day) => stepDay(key, day, '2026-11-22'), [['2026-12-01', 'ArrowUp', '2026-11-30'], ['2026-11-29', 'ArrowDown', '2026-11-30'], ['2026-11-22', 'ArrowUp', null], ['2027-02-28', 'PageUp', '2027-01-31'], [null, 'Enter', '2026-11-22']]);
rows('weekdayText', weekdayText, [['Chủ nhật, 22/11/2026', '2026-11-22', 'vi'], ['Sunday, 22/11/2026', '2026-11-22', 'en']]);
rows('readSpan', readSpan, [[{ count: 30, unit: 'month' }, '30 tháng kể từ NSX'], [{ count: 12, unit: 'month' }, '12t'], [{ count: 90, unit: 'day' }, '90 ngày'], [{ count: 2, unit: 'year' }, '2 năm'], [{ count: 6, unit: 'month' }, '6 months'], [null, '0 tháng'], [null, 'tháng'], [null, '02/04/26']]);
rows('addSpan', addSpan, [['2028-10-02', '2026-04-02', { count: 30, unit: 'month' }], ['2026-02-28', '2026-01-31', { count: 1, unit: 'month' }], ['2029-02-28', '2028-02-29', { count: 1, unit: 'year' }], ['2026-07-01', '2026-04-02', { count: 90, unit: 'day' }], ['2025-10-02', '2026-04-02', { count: -6, unit: 'month' }], [null, '2090-01-01', { count: 20, unit: 'year' }]]);
rows('dayWords', dayWords, [['Thứ Năm, ngày 2 tháng 4 năm 2026', '2026-04-02', 'vi'], ['Thursday, 2 April 2026', '2026-04-02', 'en']]);
rows('daysBetween', daysBetween, [[1, '2026-12-31', '2027-01-01'], [-1, '2026-03-01', '2026-02-28'], [0, '2026-03-01', '2026-03-01']]);
rows('checkFigure', checkFigure, [[1, '893600000001'], [1, '400638133393'], [2, '03600029145'], [4, '9638507']]);
rows('shownCode', shownCode, [['8939613800535', '08939613800535'], ['96385074', '00000096385074'], ['18939613800532', '18939613800532'], ['BH-0426', 'BH-0426']]);
rows('judgeCode', judgeCode, [[{ kind: 'gtin' }, '4006381333931'], [{ kind: 'wrong', right: 1 }, '4006381333932'], [{ kind: 'gtin' }, '96385074'], [{ kind: 'other' }, 'BH-0426'], [{ kind: 'other' }, '123456789']]);
const OWN = '%R01J8ZNMZ0GE4HRASW9NF6YY0937';
rows('readOwnCode', readOwnCode, [[{ kind: 'R', id: '01923f5a-7c10-7123-8567-89abcdef0123' }, OWN], [{ kind: 'R', id: '01923f5a-7c10-7123-8567-89abcdef0123' }, OWN.toLowerCase()], [null, OWN.slice(0, -1) + (OWN.endsWith('7') ? '8' : '7')], [null, '8936000000028'], [null, '%R01J8']]);
const ids = Array.from({ length: 1000 }, () => newId());
rows('newId', () => [new Set(ids).size, ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))], [[[1000, true]]]);
rows('newId', (now) => newId(now).slice(0, 13), [['017f22e2-79b0', 1645557742000]]);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
