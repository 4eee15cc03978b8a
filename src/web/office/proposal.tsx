/* The price a consignor proposed with a lot: what became of it, and the two answers. Accepting sets the price at once and says
 * which labels to print again. */
import { useState } from 'preact/hooks';
import { money, quantity } from '../lib/money';
import { Button, Dialog, Notice } from '../lib/ui';
import { FormEnd, TextField, useForm } from './form';
import { mayEdit } from './may';
import type { IntakeLine } from './types';
import { w } from './words';

interface Answered { amount: number; from_us: number | null; labels: { lot_id: string; code: string | null; qty_milli: number }[] }

export function Proposal({ line, onAnswered }: { line: IntakeLine; onAnswered: () => void }) {
	const [asks, setAsks] = useState<'accept' | 'refuse' | null>(null);
	if (line.price_proposal === null) return null;
	const now = line.price === null ? '–' : money(line.price);
	return (
		<>
			{money(line.price_proposal)}
			<span class="under">
				{line.proposal_state === 'accepted' ? w('proposal.accepted') : line.proposal_state === 'refused' ? w('proposal.refused', { reason: line.proposal_reason ?? '' }) : w('intake.accept', { price: now })}
			</span>
			{line.proposal_state === 'waiting' && mayEdit('prices') && (
				<span class="under actions">
					<Button icon="check" onClick={() => setAsks('accept')}>{w('proposal.accept')}</Button>
					<Button kind="quiet" icon="x" onClick={() => setAsks('refuse')}>{w('proposal.refuse')}</Button>
				</span>
			)}
			{asks && <Answer line={line} isAccepted={asks === 'accept'} onDone={(isSaved) => { setAsks(null); if (isSaved) onAnswered(); }} />}
		</>
	);
}

function Answer({ line, isAccepted, onDone }: { line: IntakeLine; isAccepted: boolean; onDone: (isSaved: boolean) => void }) {
	const form = useForm({ reason: '' });
	const [answered, setAnswered] = useState<Answered | null>(null);
	async function save(): Promise<void> {
		if (!isAccepted && !form.values.reason.trim()) return form.fail('reason', w('proposal.reason_needed'));
		const saved = await form.send<Answered>(`/proposals/${line.lot_id}`, { is_accepted: isAccepted, from_us: null, reason: form.values.reason.trim() || null });
		if (!saved) return;
		if (isAccepted) setAnswered(saved);
		else onDone(true);
	}
	return (
		<Dialog title={isAccepted ? w('proposal.accept') : w('proposal.refuse')} onClose={() => onDone(answered !== null)}>
			{answered ? (
				<>
					<Notice level="good">{w('proposal.done', { item: line.item, price: money(answered.amount) })}</Notice>
					{answered.labels.length > 0 && <>
						<p>{w('proposal.labels')}</p>
						<ul>{answered.labels.map((lot) => <li key={lot.lot_id}>{lot.code ?? '–'}: {quantity(lot.qty_milli)} {line.unit}</li>)}</ul>
					</>}
					<Button kind="main" onClick={() => onDone(true)}>{w('proposal.close')}</Button>
				</>
			) : (
				<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
					<p><strong>{line.item}</strong>: {line.price === null ? '–' : money(line.price)} → {money(line.price_proposal!)}</p>
					{!isAccepted && <TextField form={form} name="reason" isWanted label={w('proposal.reason')} value={form.values.reason} onChange={(reason) => form.set({ reason })} />}
					<FormEnd form={form} label={isAccepted ? w('proposal.accept') : w('proposal.refuse')} />
				</form>
			)}
		</Dialog>
	);
}
