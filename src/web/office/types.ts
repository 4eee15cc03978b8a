/* What the office reads, as the daemon sends it (money đồng, qty_milli thousandths, at_us UTC µs, days "2026-08-22"). */
import type { PrinterState, PrintState, Role, ScannerState } from '../lib/types';

export interface Page { next: string | null }

export interface ItemRow {
	id: string; code: string; name: string; unit: string; price: number | null; vat_class: string | null; product_name: string | null; producer: string | null;
	stars: number; codes: string[]; stock_milli: number; is_active: boolean;
}
export type Scheme = 'gtin' | 'in_store' | 'producer' | 'scale';
export interface ItemCode { code: string; scheme: Scheme }
export interface ItemVat { vat_class: string; from_day: string; buyer: number; seller_profile: number; legal_note: string | null }
export interface Item {
	id: string; code: string; name: string; image: string | null; unit: string; decimals: number; product_id: string | null; product_name: string | null; producer: string | null;
	short_number: number | null; tile_group: string | null; has_stock: boolean; is_food: boolean; is_active: boolean; contract_id: string | null;
	contract_number: string | null; round_unit: number; codes: ItemCode[]; vats: ItemVat[]; prices: { amount: number; from_us: number; site_id: string | null }[];
	price: number | null; stars: number; stock_milli: number;
}
export interface ProductRow {
	id: string; code: string; name: string; producer_id: string; producer: string; ground: string; group_name: string | null; stars: number; valid_to: string | null;
}
export interface Certificate {
	id: string; product_id: string; product_name: string; producer: string; stars: number; decision_no: string; decision_day: string; issuer: string;
	valid_from: string; valid_to: string; extended_to: string | null; revoked_day: string | null; replaces_id: string | null; days_left: number;
}
export interface Product extends ProductRow {
	group_set: number; group_code: number; made_commune: string | null; made_commune_name: string | null; certificates: Certificate[];
	items: { id: string; code: string; name: string; unit: string }[];
}
export interface PartyRow {
	id: string; code: string; name: string | null; legal_form: string; tax_code: string | null; commune_name: string | null; roles: string[]; vat_profile: string;
}
export interface Party extends PartyRow {
	phone: string | null; address: string | null; commune: string | null; bank_bin: string | null; bank_account: string | null; bank_holder: string | null;
	from_day: string | null; is_forgotten: boolean;
}
export interface ContractRow {
	id: string; number: string; consignor_id: string; consignor_name: string; version: number; from_day: string; term_kind: string; rate_ppm: number;
	per_unit: number | null; basis: string; invoice_mode: string; period: string; last_closed_day: string | null; owed: number | null;
}
export interface Terms {
	version: number; from_day: string; to_day: string | null; invoice_mode: string; term_kind: string; basis: string; rate_ppm: number; per_unit: number | null;
	includes_vat: boolean; discount_producer_ppm: number; floor_ppm: number; loss_by: string; expiry_by: string; sample_by: string; cap_kind: string;
	cap_ppm: number; cap_amount: number | null; tiers: { from: number; rate_ppm: number }[]; tier_is_whole: boolean;
	overrides: { item_id: string; term_kind: string; rate_ppm: number; per_unit: number | null }[]; period: string; return_days: number;
	commission_vat: string | null; legal_note: string | null;
}
export interface Contract {
	id: string; number: string; consignor_id: string; consignor_name: string; last_closed_day: string | null; owed: number | null; versions: Terms[];
}
export interface Example {
	case: 'inside' | 'apart' | 'none'; list: number; paid: number; producer: number; vat: number; house: number; commission: number;
	commission_vat: number; producer_after_vat: number;
}
export interface IntakeRow {
	number: number; doc_day: string; at_us: number; contract_id: string; contract_number: string; consignor_name: string; lines_count: number;
	paper: string | null; staff_name: string;
}
export interface IntakeLine {
	item_id: string; item: string; unit: string; qty_milli: number; code: string | null; made_day: string | null; expiry_day: string | null; lot_id: string;
	expiry_kind: string; hand_over: number | null; price_proposal: number | null; price: number | null; proposal_state: string | null; proposal_reason: string | null;
}
export interface Intake extends IntakeRow {
	lines: IntakeLine[];
	print: { state: PrintState; reason: string | null };
}
export type StockBy = 'producer' | 'item' | 'lot';
export interface StockRow {
	item_id: string | null; item_code: string | null; item: string | null; unit: string | null; decimals: number; producer_id: string; producer: string;
	contract_id: string | null; contract_number: string | null; lot_id: string | null; lot_code: string | null; made_day: string | null;
	expiry_day: string | null; expiry_kind: string | null; days_left: number | null; place: 'shelf' | 'aside' | 'bin' | 'hamper' | null; is_pending: boolean; is_frozen: boolean;
	qty_milli: number; value: number; items_count: number; lots_count: number;
}
export interface SettlementRow {
	id: string; contract_id: string; contract_number: string; consignor_name: string; number: number; from_day: string; to_day: string; col6: number;
	iv: number; v: number; owed_after: number; at_us: number;
}
export interface Stop { code: string; text: string }
export interface Due {
	contract_id: string; contract_number: string; consignor_name: string; period: string; from_day: string; to_day: string; owed: number; sold: number; stops: Stop[];
}
export interface Statement {
	id: string | null; is_draft: boolean; contract_id: string; contract_number: string; consignor_name: string; operator_name: string; number: number; version: number;
	from_day: string; to_day: string; forced_reason: string | null;
	items: { name: string; unit: string; opening_milli: number; in_milli: number; total_milli: number; closing_milli: number; received_milli: number;
		sent_back_milli: number; lost_house_milli: number; lost_producer_milli: number; counted_milli: number; moved_milli: number; sold_milli: number;
		returned_milli: number; rows: { qty_milli: number; price: number; amount: number; is_exact: boolean }[] }[];
	col6: number; owed_before: number; iii: number; lines: { part: 'IV' | 'V'; kind: string; text: string; amount: number }[]; iv: number; v: number;
	owed_after: number; words: string; checks: { text: string; is_true: boolean }[]; head: string; at_us: number; staff_name: string | null; stops: Stop[];
	lates: { number: number; doc_day: string; text: string }[];
}
export interface PayoutRow {
	number: number; doc_day: string; at_us: number; contract_id: string; contract_number: string; party_name: string; way: string; amount: number;
	reference: string | null; is_advance: boolean;
}
export interface OpeningReport {
	contracts: { contract_number: string; party_name: string | null; owed: number; tier_sales: number; at_us: number }[];
	balances: { what: string; name: string | null; label: string | null; amount: number; due_day: string | null; at_us: number }[];
	series: { what: string; name: string | null; last: number }[]; sums: { what: string; count: number; amount: number }[];
	lots_count: number; lots_milli: number; months_count: number; months_amount: number; owed: number;
}
export interface RefundRow {
	return_id: string; receipt: string; sale_receipt: string | null; at_us: number; staff_name: string | null; amount: number; doc_day: string | null; reference: string | null;
	payee_name: string | null; payee_account: string | null; payee_bank: string | null; payee_phone: string | null;
}
export interface OwedRow {
	contract_id: string; contract_number: string; party_name: string; owed: number; bank_short_name: string | null; bank_account: string | null; bank_holder: string | null;
}
export interface Staff { id: string; login: string; name: string; role: Role; is_active: boolean; has_pin: boolean; has_password: boolean }
export interface Printer { name: string; driver: string; address: string | null; till_code: string | null; state: PrinterState; reason: string | null; waiting_count: number }
export interface Scanner { name: string; driver: string; till_code: string | null; state: ScannerState; reason: string | null; last_code: string | null; last_us: number | null }
export interface Job { id: string; title: string; printer: string | null; state: PrintState; reason: string | null; copy: number; at_us: number; tries_count: number }
export interface HealthPart { state: 'good' | 'look' | 'stop'; at_us: number | null; text: string }
export interface Health { state: 'good' | 'look' | 'stop'; backup: HealthPart | null; verify: HealthPart | null; disk: HealthPart | null }
export interface ImportProblem { line: number; field: string | null; text: string }
export interface ImportAnswer { rows: number; added: number; changed: number; errors: ImportProblem[]; warnings: ImportProblem[] }
export interface ImportKind { kind: string; about: string; columns: { name: string; is_required: boolean }[] }

export interface BankNow {
	account_tail: string | null; bank: string | null; holder: string | null; credits: number; credits_count: number; seen: number; seen_count: number;
	heard_us: number | null; is_sepay: boolean; is_payos: boolean;
}
export interface BankCredit {
	id: string; account: string; amount: number; rest: number; asked: number; at_us: number; booked_us: number; bank_id: string; cart_id: string | null; reference: string | null;
	payer: { account: string | null; name: string | null; purpose: string | null }; of_receipt: string | null; sale_receipt: string | null; source: 'sepay' | 'payos' | 'statement';
	state: 'confirmed' | 'wrong_amount' | 'late' | 'double' | 'unknown'; token: string | null; what: string | null;
}
export interface BankDay { day: string | null; count: number; amount: number; oldest_us: number }
export interface BankSeen { sale_id: string; receipt: string; at_us: number; amount: number; rest: number; reference: string | null; staff_name: string | null; till_code: string }
