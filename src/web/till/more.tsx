/* Two lists by digit, from the number pad alone: "+" every way to pay, "/" everything else that can be done with a ticket; what is
 * beyond the tenth row goes by a letter.
 * The first few stand as buttons in their place: ways in the tender, the rest below the cart (FunctionRow). */
import type { IconName } from '../lib/icons';
import { Button, Icon } from '../lib/ui';
import { t } from '../lib/words';
import { isPayOpen, till } from './state/cart';
import { anyWay, isMoneyDue, startPayMode, startWay } from './state/pay';
import { back, mode, startMode } from './state/shell';
import { buttons, shownKey, type ButtonRow, type Feature, type PayRow } from './state/tables';
import { waysOfHouse } from './state/ways';

const waysThere = () => waysOfHouse().filter((row) => row.isThere?.() ?? true);
const nameOf = (row: PayRow) => row.text ?? t(row.word);
const SHOWN_BUTTONS = 3; /* below the cart, beside "Thêm" */

function runButton(row: ButtonRow | undefined): void {
	if (!row || row.isOff?.()) return;
	back();
	row.run();
}
function pickWay(row: PayRow | undefined): void {
	if (row) startWay(row);
}
/* A row's own letter stays its own in the list; the others go by the digits, then by the letters that are nobody's. */
interface Keyed { keyId?: string }
function marks(rows: Keyed[]): string[] {
	const own = rows.map((row) => shownKey(row.keyId).toUpperCase());
	return [...'1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((mark) => !own.includes(mark));
}
function byMark<T extends Keyed>(rows: () => T[], pick: (row: T | undefined) => void): (key: string) => boolean {
	return (key) => {
		const mark = key.toUpperCase(), there = rows();
		if (key === 'back') back();
		else if (/^[0-9A-Z]$/.test(mark)) pick(there.find((row) => shownKey(row.keyId).toUpperCase() === mark) ?? there[marks(there).indexOf(mark)]);
		return true;
	};
}
interface Choice { id: string; icon: IconName; text: string; hint: string; isOff: boolean; pick: () => void }
function List({ title, rows, marked }: { title: string; rows: Choice[]; marked: string[] }) {
	return (
		<div class="ask" role="group" aria-label={title}>
			<h2>{title}</h2>
			<div class="list dense">
				{rows.map((row, i) => (
					<button key={row.id} type="button" class="choice" aria-disabled={row.isOff} onClick={row.pick}>
						{marked[i] && <kbd>{marked[i]}</kbd>}<Icon name={row.icon} /><span class="name">{row.text}</span>{row.hint && <span class="hint">{row.hint}</span>}
					</button>
				))}
			</div>
			<Button kind="quiet" hint="Esc" onClick={back}>{t('back')}</Button>
		</div>
	);
}

/* The ways of the tender: the first one large, two beside each other, all others behind "+". */
export function Ways() {
	const isOff = !isMoneyDue.value || isPayOpen.value || !till.value?.shift;
	const [first, ...rest] = waysThere();
	return (
		<div class="ways">
			{first && <Button kind="main" icon={first.icon} hint={shownKey(first.keyId)} aria-disabled={isOff} onClick={() => startWay(first)}>{nameOf(first)}</Button>}
			<div class="two">
				{rest.slice(0, 2).map((row) => <Button key={row.id} icon={row.icon} hint={shownKey(row.keyId)} aria-disabled={isOff} onClick={() => startWay(row)}>{nameOf(row)}</Button>)}
			</div>
			{rest.length > 2 && <Button icon="list" hint="+" aria-disabled={isOff} aria-pressed={mode.value === 'ways'} onClick={() => startPayMode('ways')}>{t('pay.other')}</Button>}
		</div>
	);
}
export function FunctionRow() {
	const rows = buttons.slice(0, SHOWN_BUTTONS);
	return (
		<div class="functions" role="group" aria-label={t('more.title')}>
			{rows.map((row) => <Button key={row.id} kind="quiet" icon={row.icon} hint={shownKey(row.keyId)} aria-disabled={row.isOff?.() ?? false} onClick={() => runButton(row)}>{t(row.word)}</Button>)}
			{buttons.length > SHOWN_BUTTONS && <Button kind="quiet" icon="menu" hint="/" aria-pressed={mode.value === 'more'} onClick={toggle}>{t('more.button')}</Button>}
		</div>
	);
}
function toggle(): void {
	if (mode.value === 'more') back();
	else startMode('more');
}

export const more: Feature = {
	modes: {
		ways: {
			label: () => t('entry.ways'), key: byMark(waysThere, pickWay),
			ask: () => <List title={t('pay.other')} marked={marks(waysThere())} rows={waysThere().map((row) => ({ id: row.id, icon: row.icon, text: nameOf(row), hint: shownKey(row.keyId), isOff: false, pick: () => pickWay(row) }))} />,
		},
		more: {
			label: () => t('entry.more'), key: byMark(() => buttons, runButton),
			ask: () => <List title={t('more.title')} marked={marks(buttons)} rows={buttons.map((row) => ({ id: row.id, icon: row.icon, text: t(row.word), hint: shownKey(row.keyId), isOff: row.isOff?.() ?? false, pick: () => runButton(row) }))} />,
		},
	},
	keys: [
		{ id: 'ways', key: '+', shown: '+', word: 'key.ways', run: () => startWay(anyWay), isSellOnly: true },
		{ id: 'more', key: '/', shown: '/', word: 'key.more', run: toggle, isSellOnly: true },
	],
};
