/* "Đổi cách trả": a ticket of the open shift was paid another way than was typed. One digit says the right way, Enter does it; cash
 * that leaves the drawer on paper asks for a second person. Goods and total stay. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError, get } from '../lib/api';
import { money } from '../lib/money';
import { useOnce } from '../lib/once';
import type { Pay, Sale, Way } from '../lib/types';
import { Button, Field, Notice, Segments } from '../lib/ui';
import { t } from '../lib/words';
import { tillId } from './state/cart';
import { tell } from './state/shell';

const typedWays: Way[] = ['cash', 'transfer', 'card', 'wallet'];
const isTyped = (pay: Pay) => typedWays.includes(pay.way);
const wayText = (way: Way) => (way === 'cash' ? t('way.cash') : way === 'transfer' ? t('way.transfer') : way === 'card' ? t('way.card') : t('way.wallet'));

/* Keys of the sheet while this stands on it; the sheet hands them on. */
export const rightWayKeys: { handle: ((key: string) => boolean) | null } = { handle: null };

export function RightWay({ saleId, onDone }: { saleId: string; onDone: () => void }) {
	const [sale, setSale] = useState<Sale | null>(null);
	const [way, setWay] = useState<Way | null>(null);
	const [reference, setReference] = useState('');
	const [reason, setReason] = useState('1');
	const [wrong, setWrong] = useState('');
	const once = useOnce();
	useEffect(() => { get<Sale>(`/sales/${saleId}`).then(setSale).catch((error: Error) => setWrong(error.message)); }, [saleId]);
	const typed = sale?.pays.filter(isTyped) ?? [];
	const amount = typed.reduce((sum, pay) => sum + pay.amount, 0);
	const whys = [t('tender.why_1'), t('tender.why_2'), t('tender.why_3')];
	const ways = typedWays.slice(0, 3).map((each) => ({ value: each, text: wayText(each) }));
	function send(): void {
		if (!sale || !way) return;
		setWrong('');
		once<Sale>(`/sales/${sale.id}/tender`, {
			till_id: tillId.value, reason: whys[Number(reason) - 1], pays: [{ way, amount, reference: reference.trim() || null }],
		}).then((made) => {
			if (!made) return;
			tell('good', t('tender.changed'));
			onDone();
		}).catch((error: Error) => { if (!(error instanceof ApiError && error.field === 'approver')) setWrong(error.message); });
	}
	useEffect(() => {
		rightWayKeys.handle = (key) => {
			const picked = /^[1-3]$/.test(key) ? typedWays[Number(key) - 1] : undefined;
			if (key === 'Escape') onDone();
			else if (key === 'Enter') send();
			else if (picked) setWay(picked);
			return true;
		};
		return () => { rightWayKeys.handle = null; };
	});
	if (!sale) return <section class="rightway" aria-label={t('tender.change_way')}>{wrong && <Notice level="stop">{wrong}</Notice>}</section>;
	return (
		<section class="rightway" aria-labelledby="rightway-title" onKeyDown={(event) => { if (event.key === 'Enter' && event.target instanceof HTMLInputElement) { event.preventDefault(); event.stopPropagation(); send(); } }}>
			<h2 id="rightway-title">{t('tender.change_way')}</h2>
			<p>{t('tender.of', { receipt: sale.receipt, ways: sale.pays.map((pay) => `${pay.name ?? wayText(pay.way)} ${money(pay.amount)}`).join(' + '), total: money(sale.total) })}</p>
			{amount > 0 ? (
				<>
					<div class="choices" role="group" aria-label={t('tender.change_way')}>
						{ways.map((each, i) => (
							<button key={each.value} type="button" class="choice" aria-pressed={way === each.value} onClick={() => setWay(each.value)}><kbd>{i + 1}</kbd><span class="name">{each.text}</span><span class="price">{money(amount)}</span></button>
						))}
					</div>
					{way && way !== 'cash' && <Field label={t('tender.reference')} maxLength={40} autocomplete="off" value={reference} onInput={(event) => setReference(event.currentTarget.value)} />}
					<Segments label={t('tender.why')} value={reason} onPick={setReason} options={whys.map((text, i) => ({ value: String(i + 1), text }))} />
					{sale.rounding !== 0 && way !== 'cash' && <p class="soft">{t('tender.rounding', { amount: money(-sale.rounding) })}</p>}
				</>
			) : <Notice level="look">{t('tender.none')}</Notice>}
			<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
			{(sale.tender_changes ?? []).map((each, i) => <p key={i} class="soft">{each.from} → {each.to}: {each.reason}</p>)}
			<div class="pair">
				<Button kind="plain" hint="Esc" onClick={onDone}>{t('back')}</Button>
				<Button kind="main" icon="check" hint="Enter" disabled={!way || amount <= 0} onClick={send}>{t('tender.send')}</Button>
			</div>
		</section>
	);
}
