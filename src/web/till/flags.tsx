/* What this ticket's paper is: its language (L goes round), without prices for a gift (G). And what is left off all of it. */
import { play } from '../lib/sound';
import { Icon } from '../lib/ui';
import { t, type Word } from '../lib/words';
import { cart, changeCart } from './state/cart';
import { tell } from './state/shell';
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

function Head() {
	const now = cart.value;
	if (!now || (!now.lang && !now.is_gift && !now.coupon && !now.discount_said)) return null;
	return (
		<div class="head-row">
			{now.discount_said && <span class="tag still"><Icon name="badge-percent" size={20} /> {t('discount.head', { said: now.discount_said })}</span>}
			{now.coupon && <span class="tag still"><Icon name="ticket" size={20} /> {now.coupon}</span>}
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
