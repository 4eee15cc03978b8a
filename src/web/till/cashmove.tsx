/* Cash of the drawer by hand: to and from the safe, spent, to who brought customers, each with its slip. Part of the shift's sheet. */
import { useState } from 'preact/hooks';
import { ApiError } from '../lib/api';
import { money, readMoney } from '../lib/money';
import { useOnce } from '../lib/once';
import { Button, Field, Segments } from '../lib/ui';
import { t, type Word } from '../lib/words';
import { till, tillId } from './state/cart';
import { tell } from './state/shell';

interface Moved { number: string | null; print_state: string }
type Way = 'in' | 'out' | 'spent' | 'referrer';
const wayWords: Record<Way, Word> = { in: 'shift.way_in', out: 'shift.way_out', spent: 'shift.way_spent', referrer: 'shift.way_referrer' };
const ways = Object.keys(wayWords) as Way[];

export function CashMove() {
	const [way, setWay] = useState<Way>('in');
	const [text, setText] = useState('');
	const [person, setPerson] = useState('');
	const [reason, setReason] = useState('');
	const [forLast, setForLast] = useState(true);
	const [wrong, setWrong] = useState<{ field: string; text: string }>({ field: '', text: '' });
	const once = useOnce();
	const amount = readMoney(text);
	const last = till.value?.last_sale;
	const isPaid = way === 'spent' || way === 'referrer';
	async function send(): Promise<void> {
		if (!amount) return setWrong({ field: 'amount', text: t('money.wrong') });
		if (way === 'referrer' && !person.trim()) return setWrong({ field: 'person', text: t('shift.person_wanted') });
		if (!reason.trim()) return setWrong({ field: 'reason', text: t('shift.reason_wanted') });
		try {
			const moved = await once<Moved>('/cash-moves', {
				till_id: tillId.value, amount: way === 'in' ? amount : -amount, reason: reason.trim(), what: isPaid ? way : 'moved',
				person: isPaid && person.trim() || null, sales: way === 'referrer' && forLast && last ? [{ id: last.id }] : [],
			});
			if (!moved) return;
			setText('');
			setReason('');
			setPerson('');
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
			{isPaid && <Field label={t('shift.person')} value={person} maxLength={100} error={wrong.field === 'person' ? wrong.text : undefined} onInput={(event) => setPerson(event.currentTarget.value)} />}
			<Field label={t('shift.reason')} value={reason} maxLength={200} error={wrong.field === 'reason' ? wrong.text : undefined} onInput={(event) => setReason(event.currentTarget.value)} />
			{way === 'referrer' && last && <div class="field check"><input id="for-last" type="checkbox" checked={forLast} onChange={(event) => setForLast(event.currentTarget.checked)} /><label for="for-last">{t('shift.last_sales')} {last.receipt}</label></div>}
			<Button kind="main" icon="check" hint="Enter" type="submit">{t('save')}</Button>
		</form>
	);
}
