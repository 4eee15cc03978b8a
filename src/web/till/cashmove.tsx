/* Cash of the drawer by hand: to and from the safe, spent, to who brought customers, each with its slip. Part of the shift's sheet. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError, get, query } from '../lib/api';
import { useKept } from '../lib/kept';
import { money, readMoney } from '../lib/money';
import { useOnce } from '../lib/once';
import { Button, Field, Segments } from '../lib/ui';
import { t, type Word } from '../lib/words';
import { till, tillId } from './state/cart';
import { tell, tellError } from './state/shell';

interface Referrer { party_id: string; name: string; sales: { id: string; receipt: string }[] }
interface Moved { number: string | null; print_state: string }
type Way = 'in' | 'out' | 'spent' | 'referrer';
const wayWords: Record<Way, Word> = { in: 'shift.way_in', out: 'shift.way_out', spent: 'shift.way_spent', referrer: 'shift.way_referrer' };
const ways = Object.keys(wayWords) as Way[];

export function CashMove() {
	const of = `cash ${tillId.value} ${till.value?.shift?.z_number}`;
	const [way, setWay] = useKept<Way>(`${of} way`, 'in');
	const [text, setText] = useKept(`${of} amount`, '');
	const [person, setPerson] = useKept(`${of} person`, '');
	const [reason, setReason] = useKept(`${of} reason`, '');
	const [forLast, setForLast] = useKept(`${of} last`, true);
	const [referrers, setReferrers] = useState<Referrer[]>([]);        /* whom tickets of this shift name and who got no fee for them */
	const [named, setNamed] = useState<string | null>(null);
	const [paid, setPaid] = useState(0);
	const [wrong, setWrong] = useState<{ field: string; text: string }>({ field: '', text: '' });
	const once = useOnce(of);
	const amount = readMoney(text);
	const last = till.value?.last_sale;
	const isPaid = way === 'spent' || way === 'referrer';
	const known = way === 'referrer' ? referrers.find((each) => each.party_id === named) : undefined;
	useEffect(() => {
		if (way !== 'referrer') return;
		get<{ referrers: Referrer[] }>('/cash/referred' + query({ till_id: tillId.value })).then((answer) => {
			setReferrers(answer.referrers);
			setNamed(answer.referrers[0]?.party_id ?? null);
		}).catch(tellError);
	}, [way, paid]);
	async function send(): Promise<void> {
		if (!amount) return setWrong({ field: 'amount', text: t('money.wrong') });
		if (way === 'referrer' && !known && !person.trim()) return setWrong({ field: 'person', text: t('shift.person_wanted') });
		if (!reason.trim()) return setWrong({ field: 'reason', text: t('shift.reason_wanted') });
		try {
			const moved = await once<Moved>('/cash-moves', {
				till_id: tillId.value, amount: way === 'in' ? amount : -amount, reason: reason.trim(), what: isPaid ? way : 'moved',
				person: isPaid && !known && person.trim() || null, party_id: known?.party_id ?? null,
				sales: known ? known.sales.map(({ id }) => ({ id })) : way === 'referrer' && forLast && last ? [{ id: last.id }] : [],
			});
			if (!moved) return;
			setText('');
			setReason('');
			setPerson('');
			setPaid(paid + 1);
			setWrong({ field: '', text: '' });
			tell('good', t(moved.print_state === 'none' ? 'shift.slip_saved' : 'shift.slip_done', { number: moved.number ?? '', amount: money(amount) }));
			document.getElementById('move-amount')?.focus();
		} catch (error) {
			const field = error instanceof ApiError ? error.field : '';
			setWrong({ field: field === 'amount' || field === 'person' ? field : 'reason', text: error instanceof Error ? error.message : String(error) });
		}
	}
	return (
		<form class="move" onSubmit={(event) => { event.preventDefault(); void send(); }}>
			<Segments label={t('shift.move')} value={way} onPick={setWay} options={ways.map((each) => ({ value: each, text: t(wayWords[each]) }))} />
			<Field id="move-amount" label={t('shift.amount')} value={text} inputMode="numeric" autofocus error={wrong.field === 'amount' ? wrong.text : undefined}
				hint={amount === null ? t('money.hint') : money(amount)} onInput={(event) => setText(event.currentTarget.value)} />
			{way === 'referrer' && referrers.length > 0 && <Segments label={t('shift.person')} value={known?.party_id ?? ''} onPick={(value) => setNamed(value || null)}
				options={[...referrers.map((each) => ({ value: each.party_id, text: t('shift.referrer', { name: each.name, count: each.sales.length }) })), { value: '', text: t('shift.referrer_other') }]} />}
			{known && <p class="soft">{t('shift.last_sales')} {known.sales.map((sale) => sale.receipt).join(', ')}</p>}
			{isPaid && !known && <Field label={t('shift.person')} value={person} maxLength={100} error={wrong.field === 'person' ? wrong.text : undefined} onInput={(event) => setPerson(event.currentTarget.value)} />}
			<Field label={t('shift.reason')} value={reason} maxLength={200} error={wrong.field === 'reason' ? wrong.text : undefined} onInput={(event) => setReason(event.currentTarget.value)} />
			{way === 'referrer' && !known && last && <div class="field check"><input id="for-last" type="checkbox" checked={forLast} onChange={(event) => setForLast(event.currentTarget.checked)} /><label for="for-last">{t('shift.last_sales')} {last.receipt}</label></div>}
			<Button kind="main" icon="check" hint="Enter" type="submit">{t('save')}</Button>
		</form>
	);
}
