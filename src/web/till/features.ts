/* The parts of the till page, a line each; state/tables.ts says what a part may add. Order says nothing: rows have ranks. */
import { account } from './account';
import { carrier } from './carrier';
import { cash } from './cash';
import { exchange } from './exchange';
import { more } from './more';
import { offset } from './offset';
import { parking } from './parked';
import { payPanel } from './paypanel';
import { returns } from './return';
import { sales } from './sales';
import { sell } from './sell';
import { shifts } from './shift';
import type { Feature } from './state/tables';
import { transfer } from './transfer';
import { voucher } from './voucher';
import { wallet } from './wallet';

export const features: Feature[] = [
	account,
	carrier,
	cash,
	exchange,
	more,
	offset,
	parking,
	payPanel,
	returns,
	sales,
	sell,
	shifts,
	transfer,
	voucher,
	wallet,
];
