/* "Đổi không phiếu" (B8): what a customer brings is on no ticket that was found. How many, then why by one digit; it then lies on the
 * ticket (swap.tsx), other goods are scanned for it, and the house bears the cost with a second person's word. A part of the sales' sheet. */
import { useEffect, useState } from 'preact/hooks';
import { readQuantity } from '../lib/money';
import type { Tile } from '../lib/types';
import { Button, Notice } from '../lib/ui';
import { t } from '../lib/words';
import { cart, changeCart, paying } from './state/cart';
import { tell, view } from './state/shell';

/* Keys of the sheet while this stands on it; the sheet hands them on. */
export const swapKeys: { handle: ((key: string) => boolean) | null } = { handle: null };

export function SwapForm({ item, day, onDone }: { item: Tile; day: string; onDone: () => void }) {
	const [typing, setTyping] = useState('');
	const [isCounted, setCounted] = useState(false);
	const reasons = [t('swap.why_1'), t('swap.why_2'), t('swap.why_3'), t('swap.why_4')];
	const milli = typing ? readQuantity(typing, item.decimals) : 1000;
	function counted(): void {
		if (milli) setCounted(true);
		else tell('look', item.decimals ? t('quantity.wrong_part') : t('quantity.wrong'), 'attention');
	}
	function send(i: number): void {
		const reason = reasons[i];
		if (!reason || !milli) return;
		const had = (cart.value?.swap?.lines ?? []).map((line) => ({ item_id: line.item_id, qty_milli: line.qty_milli, reason: line.reason, bought_day: line.bought_day }));
		if (paying.value?.stage === 'paid') paying.value = null;
		void changeCart('swap', { swap: [...had, { item_id: item.id, qty_milli: milli, reason, bought_day: day }] }).then((next) => {
			if (!next) return;
			onDone();
			view.value = 'sell';
		});
	}
	useEffect(() => {
		swapKeys.handle = (key) => {
			if (key === 'Escape') {
				if (isCounted) setCounted(false);
				else onDone();
			} else if (isCounted) {
				if (/^[1-4]$/.test(key)) send(Number(key) - 1);
			} else if (key === 'Enter') counted();
			else if (key === 'Backspace') setTyping(typing.slice(0, -1));
			else if (/^[\d.,]$/.test(key)) setTyping((typing + key.replace('.', ',')).slice(0, 8));
			return true;
		};
		return () => { swapKeys.handle = null; };
	});
	return (
		<section class="rightway" aria-labelledby="swap-title">
			<h2 id="swap-title">{t('swap.title')}</h2>
			<p>{t('swap.lead')}</p>
			<p class="swap-count"><strong>{typing || '1'}</strong> {item.unit} {item.name}</p>
			{isCounted ? (
				<div class="choices" role="group" aria-label={t('swap.why')}>
					{reasons.map((text, i) => <button key={text} type="button" class="choice" onClick={() => send(i)}><kbd>{i + 1}</kbd><span class="name">{text}</span></button>)}
				</div>
			) : <Notice level="look">{t('swap.count')}</Notice>}
			<div class="pair">
				<Button kind="plain" hint="Esc" onClick={() => (isCounted ? setCounted(false) : onDone())}>{t('back')}</Button>
				{!isCounted && <Button kind="main" icon="check" hint="Enter" onClick={counted}>{t('swap.next')}</Button>}
			</div>
		</section>
	);
}
