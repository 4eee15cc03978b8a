/* What was asked for by VietQR and what the bank told of it (GET /carts/:cart_id/paying, GET /till/asked, and the event `paying`): of
 * the ticket in hand (transfer.tsx), or of what is no ticket, such as a deposit (askqr.tsx). */
import { signal } from '@preact/signals';

export interface Intent { account: string; amount: number; bank: string | null; cart_id: string; holder: string; of_id: string | null; payload: string; token: string }
export interface Told {
	state: 'none' | 'waiting' | 'confirmed' | 'wrong_amount' | 'double' | 'over';
	cart_id: string | null; intent: Intent | null; came: number; missing: number; extra: number; parts: { amount: number; source_id: string }[];
}
/* The last that was heard of something that is no ticket. */
export const askedTold = signal<Told | null>(null);
/* Of what the panel in sight hears, or has just handed on; '': nobody looks. */
export const heeded = { cartId: '' };
