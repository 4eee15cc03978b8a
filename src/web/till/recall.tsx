/* A recall while goods are on a ticket: the ticket is read again, what may not be sold any more turns red, and the stop sounds once. */
import { get } from '../lib/api';
import { play } from '../lib/sound';
import type { Cart } from '../lib/types';
import { t } from '../lib/words';
import { cart, inTurn, loadTill, showCart } from './state/cart';
import { tell } from './state/shell';
import type { Feature } from './state/tables';

const stopped = (of: Cart | null) => (of?.lines ?? []).filter((line) => line.state === 'stopped').map((line) => line.n);

function recalled(data: { is_frozen: boolean }): void {
	const before = cart.value;
	if (!before) return;
	void inTurn(async () => {
		const now = await get<Cart>(`/carts/${before.id}`);
		if (cart.value?.id !== now.id) return;
		const had = stopped(cart.value);
		const n = stopped(now).find((each) => !had.includes(each));
		showCart(now, n);
		if (n !== undefined && data.is_frozen) tell('stop', t('recall.stopped'), 'stop');
		else if (n !== undefined) play('stop');
	}).then(() => loadTill());
}

export const recall: Feature = { events: { recall: recalled } };
