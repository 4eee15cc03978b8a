/* Tickets put aside: one key parks, one key and one digit takes one up again. */
import { readOwnCode } from '../lib/code';
import { money } from '../lib/money';
import { clock } from '../lib/time';
import type { CartHead } from '../lib/types';
import { t } from '../lib/words';
import { elsewhere, park, parked, switchTo } from './state/cart';
import { back, view } from './state/shell';
import type { Feature } from './state/tables';

export function ticketName(head: CartHead): string {
	return head.label ?? clock(head.updated_us);
}
function ParkedList() {
	return (
		<div class="ask" role="group" aria-label={t('parked.title')}>
			<h2>{t('parked.title')}</h2>
			{parked.value.slice(0, 9).map((head, i) => (
				<button key={head.id} type="button" class="choice" onClick={() => switchTo(head.id)}>
					<kbd>{i + 1}</kbd>
					<span class="name">{ticketName(head)} <span class="more">{t('tabs.lines', { count: head.lines_count })}{elsewhere(head) && ` · ${t('parked.at', { till: elsewhere(head)! })}`}</span></span>
					<span class="price">{money(head.total)}</span>
				</button>
			))}
		</div>
	);
}
function key(pressed: string): boolean {
	const head = parked.value[Number(pressed) - 1];
	if (head) switchTo(head.id);
	else if (pressed === 'back') back();
	return true;
}
/* The slip of a parked ticket takes it up again, whatever the hand was doing. */
function takeUp(id: string): boolean {
	view.value = 'sell';
	switchTo(id);
	return true;
}
function scan(code: string): boolean {
	const own = readOwnCode(code);
	return own?.kind === 'P' && takeUp(own.id);
}

export const parking: Feature = {
	scan,
	scanned: (kind, thing) => kind === 'parked' && thing !== null && takeUp(thing),
	modes: { parked: { label: () => t('entry.parked'), key, goods: back, ask: ParkedList } },
	keys: [{ id: 'park', key: 'F2', shown: 'F2', word: 'key.park', run: park, isSellOnly: true }],
};
