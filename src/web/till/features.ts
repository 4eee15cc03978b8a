/* The parts of the till page, a line each; state/tables.ts says what a part may add. Order says nothing: rows have ranks. */
import { cash } from './cash';
import { more } from './more';
import { parking } from './parked';
import { payPanel } from './paypanel';
import { returns } from './return';
import { sales } from './sales';
import { sell } from './sell';
import { shifts } from './shift';
import type { Feature } from './state/tables';
import { transfer } from './transfer';

export const features: Feature[] = [
	cash,
	more,
	parking,
	payPanel,
	returns,
	sales,
	sell,
	shifts,
	transfer,
];
