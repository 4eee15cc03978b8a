/* VietQR for what is no ticket: a part of a paid one, a deposit. The QR stands here and on the customer's screen until the bank tells;
 * what came is handed on by itself. Who closes it loses nothing: opened again it goes on where it was. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { get, post, query } from '../lib/api';
import { stream } from '../lib/events';
import { figures, money } from '../lib/money';
import { play } from '../lib/sound';
import type { Pay } from '../lib/types';
import { Button, Dialog, Icon, Notice } from '../lib/ui';
import { t } from '../lib/words';
import { askedTold, heeded, type Told } from './state/asked';
import { till, tillId } from './state/cart';
import { isWayOn } from './state/ways';

const WATCH_MS = 5000;

export function AskQr({ title, ofId, amount, onPaid, onClose }:
	{ title: string; ofId: string; amount: number; onPaid: (payId: string, pays: Pay[]) => void; onClose: () => void }) {
	const [now, setNow] = useState<Told | null>(null);
	const [wrong, setWrong] = useState('');
	const [isSure, setSure] = useState(false);
	const mine = useRef({ isOver: false, payId: '' });
	const seen = useRef(0);
	const intent = now?.intent ?? null;

	function hand(pays: Pay[]): void {
		if (mine.current.isOver) return;
		mine.current.isOver = true;
		onPaid(mine.current.payId, pays);
	}
	const parts = (of: Told): Pay[] => {
		let left = amount;
		return of.parts.map((part) => {
			const took = Math.min(part.amount, left);
			left -= took;
			return { way: 'vietqr' as const, amount: took, given: null, reference: null, source_id: part.source_id };
		}).filter((pay) => pay.amount > 0);
	};
	function heard(next: Told): void {
		if (mine.current.isOver || !next.intent) return;
		heeded.cartId = mine.current.payId = next.intent.cart_id;
		setNow(next);
		if (next.state === 'confirmed') {
			play('paid');
			hand(parts(next));
		} else if (next.came > seen.current) play('attention');
		seen.current = next.came;
	}
	useEffect(() => {
		post<Told>('/till/asked', { till_id: tillId.value, of_id: ofId, amount }).then(heard).catch((error: Error) => setWrong(error.message));
		const stopTold = askedTold.subscribe((next) => { if (next && next.cart_id === mine.current.payId) heard(next); });
		/* What was told while nothing could be heard. */
		const look = () => { if (mine.current.payId) void get<Told>('/till/asked' + query({ till_id: tillId.value, of_id: ofId })).then(heard).catch(() => undefined); };
		const stopStream = stream.subscribe((state) => { if (state === 'open') look(); });
		const watch = setInterval(look, WATCH_MS);
		return () => {
			if (!mine.current.isOver) heeded.cartId = '';
			mine.current.isOver = true;
			stopTold();
			stopStream();
			clearInterval(watch);
			void post('/till/paying/hide', { till_id: tillId.value }).catch(() => undefined);
		};
	}, []);
	function done(): void {
		if (now && now.came > 0) return hand(parts(now));
		if (!intent) return onClose();
		if (!isWayOn('transfer')) return setWrong(t('qr.only_told'));
		if (till.value?.bank.is_set && !isSure) {
			setSure(true);
			return play('attention');
		}
		hand([{ way: 'transfer', amount, given: null, reference: intent.token }]);
	}
	/* The hand lies on the main button once there is one. */
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => { if (intent) box.current?.querySelector<HTMLButtonElement>('.button.main')?.focus(); }, [intent !== null]);
	const isWaiting = !now || now.state === 'waiting';
	const says = isWaiting ? t('qr.waiting')
		: now.state === 'wrong_amount' ? t('askqr.short', { came: money(now.came), left: money(now.missing) }) : t('askqr.over', { extra: money(now.extra) });
	return (
		<Dialog title={title} onClose={onClose} wide>
			<div ref={box} class="askqr">
				<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}{isSure && isWaiting && <Notice level="look">{t('qr.not_told')}</Notice>}</div>
				{intent && <div class="two">
					<img key={intent.token} src={'/api/v1/till/asked.svg' + query({ till_id: tillId.value, of_id: ofId, token: intent.token })} alt={t('qr.alt', { amount: money(intent.amount), account: intent.account })} />
					<div class="to">
						<p class="sum">{figures(intent.amount)}<small>{'\u00a0₫'}</small></p>
						<p><strong>{intent.holder}</strong><br />{intent.bank ?? ''} {intent.account}<br />{t('qr.token')} <b>{intent.token}</b></p>
						<p class={`state ${isWaiting ? 'off' : 'look'}`} role="status"><Icon name={isWaiting ? 'clock' : 'triangle-alert'} /> <span>{says}</span></p>
						{intent.account === 'QUAYTAP' && <Button kind="quiet" onClick={() => void post(`/carts/${intent.cart_id}/practise_bank`, { amount: intent.amount }).catch((error: Error) => setWrong(error.message))}>{t('qr.practise')}</Button>}
					</div>
				</div>}
				{!intent && !wrong && <p>{t('qr.asking')}</p>}
				<div class="pair">
					<Button kind="plain" hint="Esc" onClick={onClose}>{t('back')}</Button>
					{intent && <Button kind="main" hint="Enter" onClick={done}>{!isWaiting ? t('askqr.take', { amount: money(Math.min(now.came, amount)) }) : t('tender.transfer_seen')}</Button>}
				</div>
			</div>
		</Dialog>
	);
}
