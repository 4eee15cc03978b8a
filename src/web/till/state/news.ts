/* What the daemon says by itself (GET /events). A feature's own kinds of news are rows of its table `events`. */
import { badgeScanned, heardWhileLocked, loadSession, locked, touched } from '../../lib/signin';
import { play, type Sound } from '../../lib/sound';
import type { Cart, Till } from '../../lib/types';
import { cart, fresh, lineAt, loadCart, loadTill, loadTiles, sellsNow, showCart, tilesChanged, till, tillId } from './cart';
import { goodsCome, multiply, rowWords, sayBehind } from './lines';
import { printNews } from './pay';
import { notice, showReturn, tell, times } from './shell';
import { scannedTakers } from './tables';

const SHOWN_MS = 1000;
function wholeAgain(mine: Cart, next: Cart, rows: number[], was?: number): Cart | null {
	if (mine.version !== was) return null;
	const all = new Map([...mine.lines, ...next.lines].map((line) => [line.n, line]));
	const lines = rows.map((n) => all.get(n));
	return lines.every((line) => line !== undefined) ? { ...next, lines: lines as Cart['lines'] } : null;
}
export const handlers = {
	/* Of a long ticket only the rows that changed since the version `was`; `rows` are all their numbers. */
	cart(data: { cart_id: string; version: number; cart: Cart | null; rows?: number[]; was?: number }) {
		const mine = cart.value;
		if (mine?.id === data.cart_id) {
			if (data.version <= mine.version) return;
			const next = data.cart && data.rows ? wholeAgain(mine, data.cart, data.rows, data.was) : data.cart;
			if (next && !next.is_parked) return showCart(next);
			if (!next && sellsNow()) return void loadCart(mine.id);
		}
		if (!sellsNow()) return;
		void loadTill();
	},
	scan(data: { till_id: string; sound: Sound; text: string; kind: string; thing: string | null; code?: string; cart_id?: string; n?: number; qty_milli?: number }) {
		if (data.till_id !== tillId.value) return;
		if (data.kind === 'staff' && data.thing && badgeScanned(data.thing)) return;
		if (locked.value) {
			/* Heard and counted, not named: whoever passes by reads nothing of the ticket. */
			play(data.sound);
			if (data.n !== undefined) heardWhileLocked();
			return;
		}
		touched();
		if (data.kind === 'item' && times.value !== null) return multiply(data.cart_id!, data.n!, data.qty_milli!);
		if (scannedTakers.some((take) => take(data.kind, data.thing, data.code))) return;
		if (data.kind === 'receipt' && data.thing) return showReturn(data.thing);
		if (data.n !== undefined) goodsCome(() => undefined, data.n);
		play(data.sound);
		const isOnRow = data.n !== undefined && fresh.value?.n === data.n && Date.now() - fresh.value.at < SHOWN_MS; /* the row itself says it */
		if (data.text && data.sound !== 'hit' && !isOnRow) tell(data.sound === 'stop' ? 'stop' : 'look', data.text);
		else notice.value = null;
		if (data.n === undefined) return;
		const line = cart.value?.id === data.cart_id ? lineAt(data.n) : undefined;
		sayBehind(line ? rowWords(line) : data.text, data.sound);
	},
	sale(data: { id: string; receipt: string }) {
		if (till.value && till.value.last_sale?.id !== data.id) void loadTill();
	},
	print: printNews,
	printer(data: { state: Till['printer']['state']; reason: string | null }) {
		if (till.value) till.value = { ...till.value, printer: { ...till.value.printer, ...data } };
	},
	scanner() { void loadTill(); },
	shift() { void loadTill(); },
	goods() { tilesChanged(); },
	parked() { if (sellsNow()) void loadTill(); },
	/* This session is over; in this browser another one may have begun meanwhile. */
	/* The next person's cookie may still be on its way: this is told before her answer. */
	signed_out() { setTimeout(() => void loadSession(), 400); },
	reload() {
		void loadTill();
		void loadTiles();
	},
};
