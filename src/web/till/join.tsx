/* Several tickets for one payer: another one, parked or open here, comes onto this one by a digit. */
import { money } from '../lib/money';
import { play } from '../lib/sound';
import type { CartHead } from '../lib/types';
import { Button } from '../lib/ui';
import { t } from '../lib/words';
import { cart, changeCart, elsewhere, loadTill, ticketName, till } from './state/cart';
import { back, mode, startMode, tell } from './state/shell';
import type { Feature } from './state/tables';

const others = (): CartHead[] => (till.value?.carts ?? []).filter((head) => head.id !== cart.value?.id && head.lines_count > 0).slice(0, 9);

function start(): void {
	if (mode.value === 'join') return back();
	if (!others().length) return tell('off', t('join.none'));
	startMode('join');
}
function take(head: CartHead): void {
	void changeCart('join', { other_id: head.id }).then((next) => {
		if (!next) return;
		play('hit');
		tell('good', t('join.done', { total: money(next.total) }));
		void loadTill();
	});
}
function List() {
	return (
		<div class="ask" role="group" aria-label={t('join.title')}>
			<h2>{t('join.title')}</h2>
			{others().map((head, i) => (
				<button key={head.id} type="button" class="choice" onClick={() => take(head)}>
					<kbd>{i + 1}</kbd>
					<span class="name">{ticketName(head)} <span class="more">{t('tabs.lines', { count: head.lines_count })}{elsewhere(head) && ` · ${t('parked.at', { till: elsewhere(head)! })}`}</span></span>
					<span class="price">{money(head.total)}</span>
				</button>
			))}
			<Button kind="quiet" hint="Esc" onClick={back}>{t('back')}</Button>
		</div>
	);
}
export const joining: Feature = {
	modes: {
		join: {
			label: () => t('entry.join'), ask: List,
			key: (key) => {
				const head = others()[Number(key) - 1];
				if (head) take(head);
				else if (key === 'back') back();
				return true;
			},
		},
	},
	keys: [{ id: 'join', key: 'j', shown: 'J', word: 'key.join', run: start, isSellOnly: true }],
	buttons: [{ id: 'join', rank: 30, word: 'join.button', icon: 'list-plus', keyId: 'join', run: start }],
};
