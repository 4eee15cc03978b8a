/* The ways to pay as the house has set them (GET /pay-ways): what is off is not offered; further rows of a kind (two wallets, the
 * card terminals of two banks) stand among the others by their own names. Until they are known, all of the page's own are there. */
import { computed, signal } from '@preact/signals';
import { get, isPassing } from '../../lib/api';
import type { Way } from '../../lib/types';
import { t } from '../../lib/words';
import { pays, type PayRow } from './tables';

export interface HouseWay { way: Way; code: string | null; name: string; is_on: boolean; needs_reference: boolean; place: number }
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

/* A bucket of the shift by the name the house gave the way: "way:wallet:momo", "voucher_sold:cash"; null: none of these. */
export function houseBucket(name: string): string | null {
	const [what = '', way = '', code = null] = name.split(':');
	const row = wayRow(way as Way, code)?.name ?? (way === 'cash' ? t('way.cash') : null);
	if (!row) return null;
	if (what === 'way') return row;
	if (what === 'deposit_in' || what === 'deposit_out') return t(`bucket.${what}`, { way: row });
	return what === 'voucher_sold' ? t('bucket.voucher_sold', { way: row }) : what === 'debt_paid' ? t('bucket.debt_paid', { way: row }) : null;
}
