/* F6: what is left off the ticket, or ("*") off the line under the hand. An amount ("10k") or a part ("5%"), Enter, one digit why.
 * Who bears it follows from the contracts unless it is said to be the house's; a given coupon (C) is asked by its code. */
import { signal } from '@preact/signals';
import { post } from '../lib/api';
import { figures, money, readMoney } from '../lib/money';
import { play } from '../lib/sound';
import type { Cart } from '../lib/types';
import { Button, Segments } from '../lib/ui';
import { t } from '../lib/words';
import { cart, changeCart, inTurn, lineAt, picked, showCart } from './state/cart';
import { back, entry, isSuggested, mode, notice, startMode, tell } from './state/shell';
import type { Feature } from './state/tables';

const ofLine = signal(false);
const isHouse = signal(false);
const given = signal<{ amount?: number; ppm?: number } | null>(null); /* waits for its reason */

const target = () => (ofLine.value ? lineAt(picked.value) : undefined);
const whole = () => target()?.amount ?? cart.value?.total ?? 0;
const reasons = (): string[] => [t('discount.many'), t('discount.known'), t('discount.worn'), t('discount.old'), t('reason.other')];

/* "5%", "7,5%" → a part; "10k", "10000" → đồng; null: neither. */
export function readDiscount(text: string): { amount?: number; ppm?: number } | null {
	const part = /^(\d{1,3})(?:[,.](\d{1,2}))?%$/.exec(text);
	if (part) {
		const ppm = Number(part[1]) * 10000 + Number((part[2] ?? '').padEnd(2, '0')) * 100;
		return ppm > 0 && ppm <= 1000000 ? { ppm } : null;
	}
	const amount = readMoney(text);
	return amount ? { amount } : null;
}
const offOf = (said: { amount?: number; ppm?: number } | null) => (said ? Math.min(whole(), said.amount ?? Math.round(whole() * said.ppm! / 1000000)) : 0);

const LEAST = 500; /* đồng */
function start(): void {
	if (!cart.value?.lines.length) return tell('look', t('discount.empty'));
	given.value = null;
	ofLine.value = false;
	isHouse.value = false;
	startMode('discount');
}
function enterAmount(): void {
	if (!entry.value) {
		if (cart.value?.needs_second) return agree();
		const had = target() ? target()!.discount_said : cart.value?.discount_said;
		if (had) void send({});
		else tell('look', t('discount.how_much'), 'attention');
		return;
	}
	const said = readDiscount(entry.value);
	if (!said) return tell('look', t('discount.wrong'), 'attention');
	/* "5" was meant as 5 % or 5.000; nobody takes off five đồng. */
	if (said.amount && said.amount < LEAST) return tell('look', t('discount.unclear', { amount: money(said.amount), typed: entry.value }), 'attention');
	if ((said.amount ?? 0) > whole()) return tell('look', t('discount.too_much', { amount: money(whole()) }), 'attention');
	given.value = said;
	notice.value = null; /* what was unclear of it is clear now */
	startMode('discount_why');
}
function send(what: object): Promise<Cart | null> {
	const line = target();
	return changeCart('discount', { ...what, n: line?.n ?? null }).then((next) => {
		if (next) play('hit');
		return next;
	});
}
function pick(reason: number): void {
	if (given.value) void send({ ...given.value, bearer: isHouse.value ? 'house' : 'contract', reason });
}
function agree(): void {
	void changeCart('agree', {}).then((next) => { if (next) play('hit'); });
}
function toggle(): void {
	if (lineAt(picked.value)) ofLine.value = !ofLine.value;
}
function type(more: string): void {
	entry.value = (isSuggested.value ? '' : entry.value) + more;
	isSuggested.value = false;
}
function amountKey(key: string): boolean {
	if (key === '*') toggle();
	else if (/^c$/i.test(key)) startMode('coupon');
	else return false;
	return true;
}

/* In place of the ways to pay: of what, how much it is, and how much is then to pay. */
function Panel() {
	const said = readDiscount(entry.value);
	const line = lineAt(picked.value);
	const off = offOf(said);
	const had = target() ? target()!.discount_said : cart.value?.discount_said;
	return (
		<div class="ways seeing discount">
			<div class="due"><span>{entry.value ? t('discount.off') : cart.value?.needs_second ? t('discount.needs_second') : had ?? t('discount.off')}</span><strong>{off ? figures(-off) : '–'}</strong></div>
			<div class="how">
				<Segments label={t('discount.of')} value={ofLine.value ? 'line' : 'ticket'} onPick={(value) => { ofLine.value = value === 'line' && line !== undefined; }}
					options={[{ value: 'ticket', text: t('discount.ticket') }, { value: 'line', text: t('discount.line') }]} />
				<div class="trio">
					<Button aria-label={t('discount.percent')} onClick={() => type('%')}>%</Button>
					<Button aria-label={t('discount.thousand')} onClick={() => type('k')}>k</Button>
					<Button hint="C" onClick={() => startMode('coupon')}>{t('coupon.button')}</Button>
				</div>
			</div>
			<div class="pair">
				<Button hint="Esc" onClick={back}>{t('back')}</Button>
				{cart.value?.needs_second && !entry.value
					? <Button kind="main" icon="shield-check" hint="Enter" onClick={agree}>{t('discount.agree')}</Button>
					: <Button kind="main" icon="check" hint="Enter" onClick={enterAmount}>{had && !entry.value ? t('discount.none') : t('discount.take')}</Button>}
			</div>
		</div>
	);
}
function Why() {
	return (
		<div class="ask" role="group" aria-label={t('discount.why')}>
			<p class="why">{t(target() ? 'discount.why_line' : 'discount.why_ticket', { amount: money(offOf(given.value)), name: target()?.name ?? '' })}</p>
			<Segments label={t('discount.bearer')} value={isHouse.value ? 'house' : 'contract'} onPick={(value) => { isHouse.value = value === 'house'; }}
				options={[{ value: 'contract', text: t('discount.by_contract') }, { value: 'house', text: t('discount.by_house') }]} />
			<div class="reasons">
				{reasons().map((reason, i) => <button key={reason} type="button" class="choice" onClick={() => pick(i + 1)}><kbd>{i + 1}</kbd><span class="name">{reason}</span></button>)}
			</div>
			<Button kind="quiet" hint="Esc" onClick={back}>{t('back')}</Button>
		</div>
	);
}
function whyKey(key: string): boolean {
	if (reasons()[Number(key) - 1]) pick(Number(key));
	else if (key === '*') isHouse.value = !isHouse.value;
	else if (key === 'back') back();
	return true;
}

/* ---- given coupons ------------------------------------------------------------------------------------------------- */

function takeCoupon(code: string): void {
	const into = cart.value?.id;
	const n = lineAt(picked.value)?.n ?? null;
	back();
	if (!into) return;
	void inTurn(async () => {
		showCart(await post<Cart>(`/carts/${into}/coupon`, { code: code || null, n }));
		play('hit');
		if (code) tell('good', t('coupon.taken', { coupon: cart.value?.coupon ?? code }));
	});
}
function enterCoupon(): void {
	if (entry.value || cart.value?.coupon) takeCoupon(entry.value);
	else tell('look', t('coupon.which'), 'attention');
}
function CouponPanel() {
	const had = cart.value?.coupon;
	return (
		<div class="ways seeing">
			<div class="due"><span>{t('coupon.title')}</span></div>
			<p class="said">{had && !entry.value ? had : t('coupon.how')}</p>
			<div class="pair">
				<Button hint="Esc" onClick={back}>{t('back')}</Button>
				<Button kind="main" icon="check" hint="Enter" onClick={enterCoupon}>{had && !entry.value ? t('coupon.none') : t('coupon.take')}</Button>
			</div>
		</div>
	);
}

export const discounts: Feature = {
	modes: {
		discount: {
			label: () => (target() ? t('entry.discount_line', { name: target()!.name }) : t('entry.discount')), takes: /^(\d|000|[k%,])$/i, key: amountKey, enter: enterAmount, panel: Panel,
			isOfRow: () => ofLine.value, show: (text) => (/^\d+$/.test(text) ? figures(Number(text)) : text),
		},
		discount_why: { label: () => t('entry.reason'), key: whyKey, isOfRow: () => ofLine.value, ask: Why },
		coupon: {
			label: () => t('entry.coupon'), takes: /^([0-9a-z-]|000)$/i, show: (text) => text.toUpperCase(), enter: enterCoupon, panel: CouponPanel,
			scan: (code) => { takeCoupon(code); return true; },
		},
	},
	keys: [{ id: 'discount', key: 'F6', shown: 'F6', word: 'key.discount', run: () => (mode.value === 'discount' ? back() : start()), isSellOnly: true }],
	buttons: [{ id: 'discount', rank: 10, word: 'discount.button', icon: 'badge-percent', keyId: 'discount', isOff: () => !cart.value?.lines.length, run: start }],
};
