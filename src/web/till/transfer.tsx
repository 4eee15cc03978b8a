/* A transfer: F7 shows the QR of the ticket's amount. When the bank tells that the money came the sale completes by itself; what
 * the cashier saw with her own eyes is taken as such, under the QR's token, and waits for the bank in the office. And a card on its
 * own terminal, with its slip's number.
 *
 * What was asked and what came lives on the server: Esc, a reload, a closed tab or a killed daemon change nothing of it, and
 * the ticket completes when the page sees it again. */
import { effect, signal } from '@preact/signals';
import { ApiError, get, isPassing, post } from '../lib/api';
import { stream } from '../lib/events';
import { figures, money } from '../lib/money';
import { play } from '../lib/sound';
import { clock, day } from '../lib/time';
import { Button, Icon, type Level } from '../lib/ui';
import type { IconName } from '../lib/icons';
import { t } from '../lib/words';
import { partKey, referenceChars, startPart, WayPanel } from './paypanel';
import { askedTold, heeded, type Intent, type Told } from './state/asked';
import { cart, isPayOpen, paying, till, tillId } from './state/cart';
import { askedNow, due, startPayMode, startWay, taken, takePay } from './state/pay';
import { back, entry, mode, notice, tell, tellError } from './state/shell';
import { shownKey, type Feature, type PayRow } from './state/tables';
import { isWayOn } from './state/ways';

const told = signal<Told | null>(null);
/* The shop has no account that a QR could name: transfers are seen by eye alone. */
const isWithout = signal(false);
const LOOK_MS = 2000, WATCH_MS = 5000;
let isSure = false; /* Enter was pressed once although the bank is silent */

/* ---- what came ----------------------------------------------------------------------------------------------------- */

/* The parts that no payment of this ticket has taken yet. */
const fresh = (now: Told) => now.parts.filter((part) => !taken.value.some((pay) => pay.source_id === part.source_id));
function takeCame(now: Told): void {
	for (const part of fresh(now)) {
		const amount = Math.min(part.amount, due.value.left);
		if (amount > 0) takePay({ way: 'vietqr', amount, given: null, reference: null, source_id: part.source_id });
	}
}
/* The bank is silent no more: what was said of that is over. */
function toldSome(): void {
	isSure = false;
	if (notice.value?.text === t('qr.not_told')) notice.value = null;
}
function heard(now: Told): void {
	if (now.intent?.of_id) {
		askedTold.value = now;
		return;
	}
	if (!cart.value || now.cart_id !== cart.value.id || isPayOpen.value) return;
	if (now.state === 'none' && told.value?.intent) return; /* only the screen was put away */
	told.value = now;
	if (now.came > 0) toldSome();
	if (now.state === 'confirmed' && fresh(now).length > 0) takeCame(now);
}
/* Money of this amount that came without a token (shop/bank_offer.h): taken by F7, where it may be another's with a second person. */
interface Offer { amount: number; booked_us: number; credit_id: string; from: string | null; is_alone: boolean }
const offers = signal<Offer[]>([]);
async function lookOffers(): Promise<void> {
	const now = cart.value;
	if (!now || told.value?.state !== 'waiting') {
		offers.value = [];
		return;
	}
	try {
		const next = (await get<{ offers: Offer[] }>(`/carts/${now.id}/offers`)).offers;
		if (cart.value?.id !== now.id) return;
		if (next.length > offers.value.length && mode.value === 'transfer') {
			toldSome();
			play('attention');
		}
		offers.value = next;
	} catch { /* asked again with the next news */ }
}
function takeOffer(offer: Offer): void {
	takePay({ way: 'vietqr', amount: offer.amount, given: null, reference: null, source_id: offer.credit_id });
}
async function look(): Promise<void> {
	const now = cart.value;
	if (!now) return;
	try {
		heard(await get<Told>(`/carts/${now.id}/paying`));
	} catch (error) {
		/* The ticket may be over; the daemon may be away, then it is asked again. */
		if (isPassing(error)) setTimeout(() => { if (cart.value?.id === now.id) void look(); }, LOOK_MS);
	}
}

/* Another ticket in sight: was something asked for it, and did it come while nobody looked? */
let seenId: string | null = null;
cart.subscribe((now) => {
	if (!now || now.id === seenId) return;
	seenId = now.id;
	told.value = null;
	offers.value = [];
	if (now.lines.length > 0 && now.version > 1) void look();
});
stream.subscribe((state) => { if (state === 'open' && told.value?.intent) void look(); });
/* And while the QR stands, whatever became of the news. */
setInterval(() => { if (mode.value === 'transfer' && told.value?.state === 'waiting' && !isPayOpen.value) void look().then(lookOffers); }, WATCH_MS);

/* ---- asking ---------------------------------------------------------------------------------------------------------- */

let asked = '', asking = 0;
async function ask(cartId: string, amount: number): Promise<void> {
	const mine = ++asking;
	isSure = false;
	try {
		const next = await post<Told>(`/carts/${cartId}/qr`, { amount });
		if (mine !== asking) return;
		isWithout.value = false;
		heard(next);
		void lookOffers();
	} catch (error) {
		if (mine !== asking) return;
		told.value = null;
		const isPlain = error instanceof ApiError && (error.status === 404 || error.field === 'account');
		isWithout.value = true;
		if (!isPlain) tellError(error);
	}
}
/* While the panel stands its QR is of what is due now: goods scanned meanwhile make another. */
effect(() => {
	const now = cart.value, amount = askedNow.value;
	/* Switched off meanwhile: the QR goes at once, what came already stays. */
	if (!isWayOn('vietqr')) {
		asked = '';
		if (told.value?.state === 'waiting') told.value = null;
		return;
	}
	if (mode.value !== 'transfer' || !now || amount <= 0 || isPayOpen.value || paying.value?.stage === 'paid') return;
	const key = `${now.id} ${amount}`;
	if (key === asked) return;
	asked = key;
	void ask(now.id, amount);
});
function leave(): void {
	asked = '';
	isSure = false;
	/* The customer's screen too; what was asked stays known. */
	if (told.value?.intent && !isPayOpen.value) void post('/till/paying/hide', { till_id: tillId.value }).catch(() => undefined);
}

function enterSeen(): void {
	const now = told.value;
	if (now && fresh(now).length > 0) return takeCame(now);
	if (now?.intent && till.value?.bank.is_set && !isSure) {
		isSure = true;
		return tell('look', t('qr.not_told'), 'attention');
	}
	if (!isWayOn('transfer')) return tell('look', t(now?.intent ? 'qr.only_told' : 'qr.off_seen'), 'attention');
	const reference = [now?.intent?.token, entry.value].filter(Boolean).join(' ');
	takePay({ way: 'transfer', amount: askedNow.value, given: null, reference: reference || null });
}

/* ---- the panel ----------------------------------------------------------------------------------------------------------- */

function says(now: Told): { level: Level; icon: IconName; text: string; done: string } {
	const left = money(now.missing), came = money(now.came), extra = money(now.extra);
	switch (now.state) {
	case 'confirmed': return { level: 'good', icon: 'circle-check', text: t('qr.confirmed'), done: t('qr.finish') };
	case 'wrong_amount': return { level: 'look', icon: 'triangle-alert', text: t('qr.short', { came, left }), done: t('qr.take_came') };
	case 'over': return { level: 'look', icon: 'triangle-alert', text: t('qr.over', { extra }), done: t('qr.finish') };
	case 'double': return { level: 'look', icon: 'triangle-alert', text: t('qr.double', { extra }), done: t('qr.finish') };
	default: return { level: 'off', icon: 'clock', text: t('qr.waiting'), done: t('tender.transfer_seen') };
	}
}
function practise(now: Intent): void {
	void post(`/carts/${now.cart_id}/practise_bank`, { amount: now.amount }).catch(tellError);
}
const isPractice = () => told.value?.intent?.account === 'QUAYTAP';

function Qr({ now, intent }: { now: Told; intent: Intent }) {
	const said = says(now);
	const isPart = intent.amount !== due.value.left; /* else the total above says it */
	return (
		<div class={`ways qr ${isPart ? 'of-part' : ''}`}>
			{isPart && <div class="due"><span>{t('tender.transfer_due')}</span><strong>{figures(intent.amount)}</strong></div>}
			<div class="code"><img key={intent.token} src={`/api/v1/carts/${intent.cart_id}/qr.svg?token=${intent.token}`} alt={t('qr.alt', { amount: money(intent.amount), account: intent.account })} /></div>
			<p class="to"><strong>{intent.holder}</strong><span>{intent.bank ?? ''} {intent.account}</span><span>{t('qr.token')} <b>{intent.token}</b></span></p>
			{now.state === 'waiting' && offers.value.length > 0 ? <Offers /> : <p class={`state ${said.level}`} role="status"><Icon name={said.icon} /> <span>{said.text}</span>
				{isPractice() && <Button kind="quiet" onClick={() => practise(intent)}>{t('qr.practise')}</Button>}</p>}
			<div class="pair three">
				<Button kind="plain" icon="arrow-left" aria-label={t('back')} onClick={back} />
				<Button kind="plain" hint="*" onClick={startPart}>{t('pay.part')}</Button>
				<Button kind="main" hint="Enter" onClick={enterSeen}>{said.done}</Button>
			</div>
		</div>
	);
}
function Offers() {
	return (
		<div role="status"><ul class="offers">
			{offers.value.slice(0, 2).map((offer, i) => (
				<li key={offer.credit_id}>
					<span><strong>{t('qr.offer', { amount: money(offer.amount), time: clock(offer.booked_us) })}</strong><small title={offer.from ?? ''}>{t('qr.offer_from', { from: offer.from ?? t('qr.offer_nobody') })}</small>{!offer.is_alone && <small>{t('qr.offer_two')}</small>}</span>
					<Button kind="plain" hint={i === 0 ? shownKey('transfer') : ''} title={t('qr.offer_ask')} onClick={() => takeOffer(offer)}>{t('qr.offer_take')}</Button>
				</li>
			))}
		</ul></div>
	);
}
function TransferPanel() {
	const now = told.value;
	if (now?.intent) return <Qr now={now} intent={now.intent} />;
	if (!isWayOn('vietqr')) return <WayPanel label={t('tender.transfer_due')} icon="ban" how={`${t('qr.off')} ${isWayOn('transfer') ? t('qr.off_how') : t('qr.off_seen')}`} done={t('tender.transfer_seen')} onDone={enterSeen} />;
	return <WayPanel label={t('tender.transfer_due')} icon={isWithout.value ? 'smartphone' : 'clock'} how={isWithout.value ? t('tender.transfer_how') : t('qr.asking')} done={t('tender.transfer_seen')} onDone={enterSeen} />;
}

/* ---- of other tickets ---------------------------------------------------------------------------------------------------------- */

function bankTold(data: { amount: number; cart_id: string; state: 'confirmed' | 'wrong_amount' | 'late' | 'double'; token: string }): void {
	const amount = money(data.amount);
	if (data.state === 'late') tell('look', t('qr.late', { amount, token: data.token }), 'attention');
	else if (data.cart_id === cart.value?.id) {
		if (data.state !== 'wrong_amount') return;
		if (mode.value === 'transfer') play('attention'); /* the panel says it */
		else tell('look', t('qr.short_told', { amount }), 'attention');
	} else if (askedTold.value?.cart_id === data.cart_id && heeded.cartId !== data.cart_id) tell('look', t('qr.asked_told', { amount, token: data.token }), 'attention');
	else if (data.state === 'double') tell('look', t('qr.double_told', { amount, token: data.token }), 'attention');
	else if (till.value?.carts.some((head) => head.id === data.cart_id)) tell('look', t('qr.other_told', { amount }), 'attention');
}
function bankNews(): void {
	if (till.value) till.value = { ...till.value, bank: { ...till.value.bank, heard_us: Date.now() * 1000 } };
	if (told.value?.intent && told.value.state !== 'confirmed') void look().then(lookOffers);
}

const cardDone = () => takePay({ way: 'card', amount: askedNow.value, given: null, reference: entry.value || null });
const seen: PayRow = {
	id: 'transfer', way: 'transfer', orWay: 'vietqr', rank: 3, word: 'tender.transfer', icon: 'qr-code', keyId: 'transfer',
	start: () => {
		const offer = mode.value === 'transfer' && told.value?.state === 'waiting' ? offers.value[0] : undefined;
		if (offer && offer.amount <= due.value.left) takeOffer(offer);
		else if (isWayOn('vietqr') || isWayOn('transfer')) startPayMode('transfer');
		else tell('look', t('qr.all_off'), 'attention');
	},
};

export const transfer: Feature = {
	modes: {
		transfer: {
			label: () => t('entry.transfer'), takes: referenceChars, key: partKey, enter: enterSeen, panel: TransferPanel, leave,
			isTall: () => told.value?.intent !== undefined && told.value?.intent !== null,
		},
		card: {
			label: () => t('entry.card'), takes: referenceChars, key: partKey, enter: cardDone,
			panel: () => <WayPanel label={t('tender.card_due')} icon="credit-card" how={t('tender.card_how')} done={t('tender.card_done')} onDone={cardDone} />,
		},
	},
	keys: [{ id: 'transfer', key: 'F7', shown: 'F7', word: 'key.transfer', run: () => startWay(seen), isSellOnly: true }],
	pays: [
		seen,
		{ id: 'vietqr', way: 'vietqr', rank: 4, word: 'way.vietqr', icon: 'qr-code', isThere: () => false, start: () => undefined },
		{ id: 'card', way: 'card', rank: 10, word: 'way.card', icon: 'credit-card', start: () => startPayMode('card') },
	],
	events: { paying: heard, bank_told: bankTold, bank: bankNews },
	lamps: [{
		id: 'bank', rank: 10, says: () => {
			const bank = till.value?.bank;
			if (!bank) return null;
			if (!bank.is_set) return { level: 'off', icon: 'landmark', name: t('strip.bank'), text: t('bank.none') };
			return { level: bank.heard_us ? 'good' : 'look', icon: 'landmark', name: t('strip.bank'), text: !bank.heard_us ? t('bank.silent') : day(bank.heard_us) === day(Date.now() * 1000) ? clock(bank.heard_us) : day(bank.heard_us) };
		},
	}],
};
