/* The ways to pay as the house has set them (GET /pay-ways): what is off is not offered; further rows of a kind (two wallets, the
 * card terminals of two banks) stand among the others by their own names. Until they are known, all of the page's own are there. */
import { computed, signal } from '@preact/signals';
import { get, isPassing } from '../../lib/api';
import type { Way } from '../../lib/types';
import { language, t, type Word } from '../../lib/words';
import { pays, type PayRow } from './tables';

export interface HouseWay { way: Way; code: string | null; name: string; is_on: boolean; is_typed?: boolean; needs_reference: boolean; place: number }
export const houseWays = signal<HouseWay[]>([]);

export async function loadWays(): Promise<void> {
	try {
		houseWays.value = (await get<{ ways: HouseWay[] }>('/pay-ways')).ways;
	} catch (error) {
		if (isPassing(error)) setTimeout(() => void loadWays(), 3000);
	}
}
export const wayRow = (way: Way, code: string | null) => houseWays.value.find((each) => each.way === way && each.code === code);

export const isWayOn = (way: Way) => wayRow(way, null)?.is_on ?? true;

/* What a row of the house begins; the feature that knows named rows sets it. */
export const named: { make: ((row: HouseWay, rank: number) => PayRow) | null } = { make: null };
const NAMED_RANK = 11; /* behind those with a button of their own */

const list = computed<PayRow[]>(() => {
	const rows = pays.filter((row) => isWayOn(row.way) || (row.orWay !== undefined && isWayOn(row.orWay)));
	for (const row of houseWays.value) if (row.code && row.is_on && named.make) rows.push(named.make(row, NAMED_RANK + row.place / 1000));
	return rows.sort((a, b) => a.rank - b.rank);
});
export const waysOfHouse = (): PayRow[] => list.value;

const words: Record<Way, Word> = {
	cash: 'way.cash', transfer: 'way.transfer', card: 'way.card', vietqr: 'way.vietqr', wallet: 'way.wallet', voucher: 'voucher.way', deposit: 'way.deposit', account: 'account.way',
	cod: 'cod.way', offset: 'offset.way', exchange: 'exchange.button', goodwill: 'way.goodwill',
};
/* A name that the office typed, or a wallet's own, is the same in every language; of others we have words. null: no way to pay. */
function wayName(way: string, code: string | null): string | null {
	const row = wayRow(way as Way, code), word = words[way as Way] as Word | undefined;
	return row && (code || row.is_typed || language.value === 'vi' || !word) ? row.name : word ? t(word) : null;
}
/* "way:card" where the office calls it otherwise than we do. */
export function typedBucket(name: string): string | null {
	const [what, way, code = null] = name.split(':');
	const row = what === 'way' ? wayRow(way as Way, code) : undefined;
	return row?.is_typed ? row.name : null;
}
/* A bucket of the shift by the name of its way: "way:wallet:momo", "voucher_sold:cash"; null: none of these. */
export function houseBucket(name: string): string | null {
	const [what = '', way = '', code = null] = name.split(':');
	const row = wayName(way, code);
	if (!row) return null;
	if (what === 'way') return row;
	if (what === 'deposit_in' || what === 'deposit_out') return t(`bucket.${what}`, { way: row });
	return what === 'voucher_sold' ? t('bucket.voucher_sold', { way: row }) : what === 'debt_paid' ? t('bucket.debt_paid', { way: row }) : null;
}
