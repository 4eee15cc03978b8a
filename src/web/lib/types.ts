/* What the daemon sends below /api/v1, as far as the pages use it. Money in whole đồng, qty_milli in thousandths,
 * at_us in UTC µs, days "2026-08-22". The daemon's routes are the truth; this file follows them. */

export type Role = 'cashier' | 'supervisor' | 'stock' | 'accountant' | 'admin';

export interface Session {
	staff: { id: string; login: string; name: string; role: Role };
	site: { id: string; code: string; name: string; address: string; operator_name: string };
	tills: { id: string; code: string; name: string }[];
	till_id: string | null; /* where this session sells; null: not chosen yet */
	lock_minutes: number; /* idle so long, the page locks; 0: never */
	is_enrolled: boolean; /* this browser was enrolled as a till */
	practice_home: number | null; /* port of the real till, of which this is the practice one */
}
export interface Login { id: string; login: string; name: string; role: Role }

export type PrinterState = 'ready' | 'printing' | 'waiting' | 'paper_out' | 'offline' | 'stopped' | 'unknown' | 'none';
export type ScannerState = 'ready' | 'lost' | 'refused';

export interface Till {
	now_us: number;
	till: { id: string; code: string; name: string };
	shift: null | { number: number; z_number: number; opened_us: number; business_day: string; staff: { login: string; name: string } };
	carts: CartHead[];
	active_cart_id: string | null;
	printer: { name: string; state: PrinterState; reason: string | null };
	bank: { heard_us: number | null; is_set: boolean };
	scanners: { name: string; driver: string; state: ScannerState; reason: string | null }[];
	last_sale: null | { id: string; receipt: string; total: number | null; at_us: number };
	cash_round_unit: number;
	notes: { value: number }[];
}
export interface Tile {
	id: string; code: string; name: string; unit: string; price: number; short_number: number | null; decimals: number;
	stars: number; producer: string; commune: string | null; image: string | null; /* its hash: imageUrl() */
	stock_milli: number | null; /* null: goods that are not counted, such as wrapping */
}
export interface TileGroup { name: string; items: Tile[]; rank: number }
export interface Tiles { groups: TileGroup[]; top: { id: string }[] } /* top: sold most today, then this week */

export interface CartHead {
	id: string; till_id: string; label: string | null; lines_count: number; total: number; is_parked: boolean; version: number; updated_us: number;
	customer?: string | null; /* whose it is */
}
export interface Choice {
	key: number; item_id: string | null; contract_id: string | null; name: string; unit: string; producer: string; price: number; stock_milli: number; image?: string | null;
}
export interface Part { item_id: string; name: string; qty_milli: number; unit: string }
export interface CartLine {
	parts?: Part[]; /* of a hamper */
	n: number; item_id: string | null; code: string; name: string; unit: string; decimals: number; qty_milli: number;
	price: number; amount: number; discount: number; discount_said?: string; producer: string; commune: string; stars: number;
	lot_code: string | null; expiry_day: string | null;
	state: 'ok' | 'choose' | 'unknown' | 'stopped';
	remedy?: 'any_lot' | 'date_read'; /* what one key does for a stopped line */
	notes: { level: 'info' | 'amber' | 'red'; text: string }[];
	choices: Choice[];
}
/* What comes back in exchange for the goods of the ticket. */
export interface CartBack {
	sale_id: string; receipt: string; lines: { n: number; name: string; qty_milli: number; unit: string; paid: number }[];
	owed: number; used: number; give: number; give_cash: number; kept: number;
}
/* Brought without a receipt; worth at today's price, used: what of it pays for the ticket's goods. */
export interface Swapped { item_id: string; name: string; qty_milli: number; unit: string; worth: number; reason: string; bought_day: string; found: number }
export interface CartSwap { lines: Swapped[]; worth: number; used: number }
export interface Cart {
	swap?: CartSwap | null;
	back?: CartBack | null; due?: number; cash_due?: number;
	id: string; till_id: string; version: number; label: string | null; is_parked: boolean; lines: CartLine[];
	list_total: number; discount: number; total: number; cash_total: number; rounding: number; words: string;
	vat: { vat_class: string; gross: number; vat: number }[]; blocked: string | null; removed_count: number;
	order?: { id: string; number: string; name: string | null; deposit_left: number } | null; /* whose goods leave with it */
	/* left out where there is nothing of it */
	cash_words?: string; coupon?: string; customer?: Customer | null; discount_said?: string; is_gift?: boolean; lang?: string; needs_second?: boolean; referrer?: string;
}
/* A customer as a counter shows one: the telephone masked, a tax code only of a firm. */
export interface Customer { id: string; is_firm: boolean; name: string; phone: string | null; tax_code: string | null }
export type Way = 'cash' | 'transfer' | 'card' | 'vietqr' | 'wallet' | 'voucher' | 'deposit' | 'account' | 'cod' | 'offset' | 'exchange' | 'goodwill';
/* What a return would give back (POST /returns/price), line by line of the sale. */
export interface ReturnPrice { cash?: number; other?: number; kept?: number; total: number; vat: number; lines: { n: number; left_milli: number; left: number; qty_milli: number; list: number; discount: number; paid: number }[] }
/* row: which of several of a kind; party_id, source_id: whose and what it uses up, where the way says so */
export interface Pay { way: Way; amount: number; given: number | null; reference: string | null; row?: string | null; party_id?: string | null; source_id?: string | null; left?: number | null; name?: string }

export type PrintState = 'waiting' | 'printing' | 'done' | 'unknown' | 'failed';
export interface SaleBundle { item_id: string; n: number; name: string; qty_milli: number; unit: string; price: number; paid: number }
export interface TenderChange { at_us: number; from: string; to: string; reason: string; staff_name: string | null }
export interface SaleLine {
	bundle?: number; /* of a hamper: which of the sale's bundles; 0: none */
	n: number; name: string; unit: string; qty_milli: number; price: number; paid: number; discount: number; producer: string;
	returned_milli: number; item_id: string; is_food: boolean;
}
export interface Sale {
	swapped?: Swapped[]; exchange_receipt?: string;
	rounding_back?: number; bundles?: SaleBundle[]; tender_changes?: TenderChange[];
	back?: null | { id: string; receipt: string; refers_receipt: string | null; total: number; rounding_back: number; lines: SaleLine[]; pays: Pay[] };
	id: string; receipt: string; at_us: number; till_code: string; staff_name: string; total: number; rounding: number;
	vat: { vat_class: string; gross: number; vat: number }[]; words: string; pays: Pay[]; change: number; lines: SaleLine[];
	is_return: boolean; refers_receipt: string | null; print: { state: PrintState | 'none'; reason: string | null; copies_count: number };
}
export interface SaleHead {
	id: string; receipt: string; at_us: number; total: number | null; /* null: for who counts blind */
	is_return: boolean; staff_name: string; print_state: PrintState;
}
export type Place = 'shelf' | 'aside' | 'bin';

export interface ShiftFigures {
	z_number: number; buckets: { name: string; count: number; amount: number | null }[]; expected: number | null; float_cash: number;
	moves: { what: string; name: string | null; count: number; amount: number | null }[];
}
export interface ShiftClosed {
	z_number: number; counted: number; expected: number; difference: number; buckets: { name: string; count: number; amount: number }[];
	net: number; absolute: number; print_state: PrintState;
}

/* Orders (GET /orders, /orders/:id). */
export type OrderState = 'open' | 'ready' | 'partly' | 'delivered' | 'cancelled';
export type Asking = 'to_ask' | 'asked' | 'yes' | 'no';
export type Channel = 'counter' | 'phone' | 'zalo' | 'online';
export type Shipping = 'customer' | 'house';
export interface OrderRow {
	id: string; number: string; name: string | null; phone: string | null; goods: string; promised_day: string; state: OrderState;
	total: number | null; left: number | null; /* null: who counts the drawer blind is not told */
	has_deposit: boolean; is_short: boolean; asking_count: number; channel: Channel;
}
export interface Orders { orders: OrderRow[]; due_count: number; next: number | null }
export interface OrderLine {
	n: number; item_id: string; name: string; unit: string; decimals: number; qty_milli: number; delivered_milli: number; held_milli: number; short_milli: number;
	stock_milli: number; price: number; discount: number; amount: number; has_stock: boolean; asking: Asking | null; asked_day: string | null; back_day: string | null;
	producer: string | null; holds: { lot_id: string; lot_code: string | null; expiry_day: string | null; qty_milli: number; short_milli: number }[];
}
export interface Order {
	id: string; number: string; at_us: number; channel: Channel; customer_id: string | null; name: string | null; phone: string | null; address: string | null; note: string | null;
	promised_day: string; state: OrderState; is_short: boolean; total: number; deposit_asked: number; paid_in: number; used: number; given_back: number; forfeited: number; left: number;
	shipping_by: Shipping | null; shipping_fee: number; staff_name: string | null; lines: OrderLine[];
	deposits: { amount: number; at_us: number; number: string | null; what: 'in' | 'used' | 'back' | 'forfeited' | 'taken_over' }[];
	deliveries: { at_us: number; receipt: string; sale_id: string; total: number }[];
}
export interface OrderLot { n: number; lot_id: string; code: string | null; expiry_day: string | null; free_milli: number; held_milli: number }
export interface OrderOpening { label: string; amount: number }
export interface OrderQuestion {
	order_id: string; n: number; number: string; item_id: string; item: string; unit: string; open_milli: number; promised_day: string; asking: Asking; asked_day: string | null;
	back_day: string | null;
}
export interface OrderProducer { producer_id: string; name: string; phone: string | null; text: string | null; questions: OrderQuestion[] }
