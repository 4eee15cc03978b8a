/* The deposit of an order by VietQR, beside the other ways of its form: F7 shows the QR, and the slip is made when the bank tells. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError, post } from '../lib/api';
import { money } from '../lib/money';
import type { Order, Pay } from '../lib/types';
import { Button } from '../lib/ui';
import { t } from '../lib/words';
import { AskQr } from './askqr';
import { tillId } from './state/cart';
import { tell } from './state/shell';
import { isWayOn } from './state/ways';

export function DepositByQr({ order, amount, onDone }: { order: Order; amount: number; onDone: (order: Order) => void }) {
	const [asked, setAsked] = useState(0);
	const isOn = isWayOn('vietqr');
	function ask(): void {
		if (amount > 0) setAsked(amount);
		else tell('look', t('order.how_much'), 'attention');
	}
	useEffect(() => {
		if (!isOn) return;
		const onKey = (event: KeyboardEvent) => {
			if (event.key !== 'F7' || document.querySelector('dialog[open]')) return;
			event.preventDefault();
			event.stopPropagation();
			ask();
		};
		window.addEventListener('keydown', onKey, true);
		return () => window.removeEventListener('keydown', onKey, true);
	});
	async function paid(payId: string, pays: Pay[]): Promise<void> {
		setAsked(0);
		const sum = pays.reduce((total, pay) => total + pay.amount, 0);
		try {
			const next = await post<Order>(`/orders/${order.id}/pay`, { id: payId, till_id: tillId.value, opening_label: null, pays });
			tell('good', t('order.paid', { amount: money(sum), number: next.deposits[next.deposits.length - 1]?.number ?? '' }), 'paid');
			onDone(next);
		} catch (error) {
			if (!(error instanceof ApiError && error.field === 'approver')) tell('stop', error instanceof Error ? error.message : String(error), 'stop');
		}
	}
	if (!isOn) return null;
	return (
		<>
			<Button icon="qr-code" hint="F7" onClick={ask}>{t('way.vietqr')}</Button>
			{asked > 0 && <AskQr title={t('order.deposit_qr', { number: order.number })} ofId={order.id} amount={asked} onPaid={(payId, pays) => void paid(payId, pays)} onClose={() => setAsked(0)} />}
		</>
	);
}
