/* Goods brought without a receipt, on the ticket that takes others for them at the house's cost (swapform.tsx began it): what the
 * house bears is taken off what is to pay, nothing is given into the hand, and paying asks a second person. */
import { figures, money, quantity } from '../lib/money';
import { Button } from '../lib/ui';
import { t } from '../lib/words';
import { cart, changeCart } from './state/cart';
import { tell } from './state/shell';
import type { Feature } from './state/tables';

function drop(): void {
	void changeCart('swap', { swap: [] }).then((next) => { if (next) tell('good', t('exchange.dropped')); });
}
function Head() {
	const now = cart.value?.swap;
	if (!now) return null;
	return (
		<section class="exchange" aria-label={t('swap.title')}>
			<div class="row"><strong>{t('swap.title')}</strong><strong>{figures(-now.worth)}</strong></div>
			<div class="soft">{now.lines.map((line) => `${quantity(line.qty_milli)} ${line.unit} ${line.name}`).join(', ')}</div>
			<div class="row">
				<span class="soft">{!cart.value?.lines.length ? t('exchange.scan') : t('swap.borne', { amount: money(now.used) })}</span>
				<Button kind="quiet" icon="x" onClick={drop}>{t('exchange.drop')}</Button>
			</div>
		</section>
	);
}

export const swap: Feature = { heads: [{ rank: 6, component: Head }] };
