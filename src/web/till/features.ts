/* The parts of the till page, a line each; state/tables.ts says what a part may add. Order says nothing: rows have ranks. */
import { account } from './account';
import { carrier } from './carrier';
import { cash } from './cash';
import { customers } from './customer';
import { discounts } from './discount';
import { drafts } from './draft';
import { flags } from './flags';
import { joining } from './join';
import { drawer } from './drawer';
import { exchange } from './exchange';
import { locking } from './lock';
import { more } from './more';
import { offset } from './offset';
import { orders } from './orders';
import { parking } from './parked';
import { payPanel } from './paypanel';
import { recall } from './recall';
import { practice } from './practice';
import { returns } from './return';
import { sales } from './sales';
import { customerScreen } from './screen';
import { sell } from './sell';
import { settings } from './settings';
import { shifts } from './shift';
import type { Feature } from './state/tables';
import { swap } from './swap';
import { transfer } from './transfer';
import { voucher } from './voucher';
import { wallet } from './wallet';

export const features: Feature[] = [
	account,
	carrier,
	cash,
	customers,
	discounts,
	drafts,
	flags,
	joining,
	customerScreen,
	drawer,
	exchange,
	locking,
	more,
	offset,
	orders,
	parking,
	payPanel,
	practice,
	recall,
	returns,
	sales,
	sell,
	settings,
	shifts,
	swap,
	transfer,
	voucher,
	wallet,
];
