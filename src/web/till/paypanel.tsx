/* What the panels of the ways to pay have in common: how much is wanted, of which "*" makes a part, and a way back. */
import { figures, readMoney } from '../lib/money';
import type { ComponentChildren } from 'preact';
import { Button, Icon } from '../lib/ui';
import type { IconName } from '../lib/icons';
import { t } from '../lib/words';
import { asked, askedNow, due } from './state/pay';
import { back, entry, mode, startMode, tell } from './state/shell';
import type { Feature } from './state/tables';

let partOf = 'code'; /* the way's mode that asked for a part */
export function startPart(): void {
	partOf = mode.value;
	startMode('part');
}
function enterPart(): void {
	const amount = readMoney(entry.value);
	if (!amount) return tell('look', t('pay.how_much'), 'attention');
	if (amount > due.value.left) return tell('look', t('pay.too_much', { amount: figures(due.value.left) }), 'attention');
	asked.value = amount;
	startMode(partOf);
}
/* "*" inside a way's mode; its row's key() hands on what it does not take itself. */
export function partKey(key: string): boolean {
	if (key !== '*') return false;
	startPart();
	return true;
}

/* The panel of a way: amount wanted, what to do (children), and the button that says it is done. */
export function WayPanel({ label, how, icon, done, onDone, children, mayPart = true }:
	{ label: string; how?: string; icon?: IconName; done: string; onDone: () => void; children?: ComponentChildren; mayPart?: boolean }) {
	return (
		<div class="ways seeing">
			<div class="due"><span>{label}</span><strong>{figures(askedNow.value)}</strong></div>
			<div class="how">
				{how && <p class="said">{icon && <Icon name={icon} />} <span>{how}</span></p>}
				{children}
			</div>
			<div class={mayPart ? 'pair three' : 'pair'}>
				<Button kind="plain" icon="arrow-left" aria-label={t('back')} onClick={back} />
				{mayPart && <Button kind="plain" hint="*" onClick={startPart}>{t('pay.part')}</Button>}
				<Button kind="main" hint="Enter" onClick={onDone}>{done}</Button>
			</div>
		</div>
	);
}
function PartPanel() {
	return (
		<div class="ways seeing">
			<div class="due"><span>{t('pay.left')}</span><strong>{figures(due.value.left)}</strong></div>
			<p class="said">{t('pay.part_how')}</p>
			<div class="pair">
				<Button kind="plain" hint="Esc" onClick={back}>{t('back')}</Button>
				<Button kind="main" icon="check" hint="Enter" onClick={enterPart}>{t('pay.part_done')}</Button>
			</div>
		</div>
	);
}
/* Codes on a slip or the last letters of a transfer. */
export const referenceChars = /^[0-9a-z]$|^000$/i;

const amountText = (text: string) => (/^\d+$/.test(text) ? figures(Number(text)) : text);
export const amountMode = { takes: /^(\d|000|k|,)$/i, show: amountText };

export const payPanel: Feature = {
	modes: {
		part: { label: () => t('pay.part_label'), ...amountMode, enter: enterPart, panel: PartPanel },
		/* A key that pays was pressed while something waits: the amount that follows is neither code nor choice. */
		waits: { label: () => t('entry.waits'), takes: /^([0-9a-z*.,]|000)$/i, show: () => '', enter: back },
	},
};
