/* What this ticket's paper is: its language (L goes round), without prices for a gift (G). And the row above the lines that says all that is said of a ticket. */
import { play } from '../lib/sound';
import { Icon } from '../lib/ui';
import { t, type Word } from '../lib/words';
import { cart, changeCart } from './state/cart';
import { startMode, tell } from './state/shell';
import type { Feature } from './state/tables';

const langs = ['vi', 'en', 'zh', 'ko'] as const;
const named: Record<string, Word> = { vi: 'lang.vi', en: 'lang.en', zh: 'lang.zh', ko: 'lang.ko' };
const langNow = () => cart.value?.lang ?? 'vi';

function set(lang: string, isGift: boolean): void {
	void changeCart('flags', { lang, is_gift: isGift }).then((next) => {
		if (!next) return;
		play('hit');
		tell('good', t('flags.now', { lang: t(named[next.lang ?? 'vi']!), gift: next.is_gift ? t('flags.gift') : '' }));
	});
}
const nextLang = () => set(langs[(langs.findIndex((each) => each === langNow()) + 1) % langs.length]!, cart.value?.is_gift ?? false);
const toggleGift = () => set(langNow(), !cart.value?.is_gift);

/* Above the lines, in one row: what is left off the ticket, whose it is, who brought them, what its paper is. */
function Head() {
	const now = cart.value;
	if (!now || (!now.customer && !now.referrer && !now.lang && !now.is_gift && !now.coupon && !now.discount_said)) return null;
	const who = now.customer;
	return (
		<div class="head-row">
			{who && <button type="button" class="tag" onClick={() => startMode('customer')}><Icon name={who.is_firm ? 'store' : 'user'} size={20} /> <strong>{who.name}</strong> {who.tax_code ?? who.phone}</button>}
			{now.referrer && <button type="button" class="tag" onClick={() => startMode('referrer')}><Icon name="users" size={20} /> {now.referrer}</button>}
			{now.discount_said && <button type="button" class="tag" onClick={() => startMode('discount')}><Icon name="badge-percent" size={20} /> {now.discount_said}</button>}
			{now.coupon && <button type="button" class="tag" onClick={() => startMode('coupon')}><Icon name="ticket" size={20} /> {now.coupon}</button>}
			{now.lang && <button type="button" class="tag" onClick={nextLang}><Icon name="languages" size={20} /> {t('flags.lang', { lang: t(named[now.lang]!) })}</button>}
			{now.is_gift && <button type="button" class="tag" onClick={toggleGift}><Icon name="gift" size={20} /> {t('flags.gift_head')}</button>}
		</div>
	);
}

export const flags: Feature = {
	keys: [
		{ id: 'lang', key: 'l', shown: 'L', word: 'key.lang', run: nextLang, isSellOnly: true },
		{ id: 'gift', key: 'g', shown: 'G', word: 'key.gift', run: toggleGift, isSellOnly: true },
	],
	buttons: [
		{ id: 'lang', rank: 40, word: 'flags.lang_button', icon: 'languages', keyId: 'lang', run: nextLang },
		{ id: 'gift', rank: 50, word: 'flags.gift_button', icon: 'gift', keyId: 'gift', run: toggleGift },
	],
	heads: [{ rank: 30, component: Head }],
};
