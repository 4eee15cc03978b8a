/* Certificates that end within 90 days or ended already, the first to end first: after its last day a product is sold without stars. */
import { dayText } from '../lib/time';
import { Stars } from '../lib/ui';
import { useLoad, type Loaded } from './load';
import { Exports, Head, Rows, Tag, Wait } from './parts';
import { hrefTo } from './route';
import { w } from './words';

export interface Lapse {
	certificate_id: string; product_id: string; code: string; product: string; producer: string; stars: number; decision_no: string; issuer: string; last_day: string;
	days_left: number; is_revoked: boolean; items_count: number;
}
export const useLapsing = (): Loaded<{ certificates: Lapse[] }> => useLoad('/certificates/lapsing');
/* What still can be done something about first; then what lapsed, the latest first. */
export function inOrder(list: Lapse[]): Lapse[] {
	return [...list.filter((row) => row.days_left >= 0), ...list.filter((row) => row.days_left < 0).reverse()];
}

/* Red once it has lapsed. */
export function LapseDays({ row }: { row: Lapse }) {
	const text = row.is_revoked && row.days_left < 0 ? w('lapsing.revoked') : row.days_left < 0 ? w('days.past', { days: -row.days_left }) : row.days_left === 0 ? w('lapsing.last_day') : w('days.left', { days: row.days_left });
	return <span class="days">{dayText(row.last_day)} <Tag level={row.days_left < 0 ? 'stop' : 'look'}>{text}</Tag></span>;
}

export function Lapsing() {
	const list = useLapsing();
	return (
		<>
			<Head title={w('lapsing.title')} lead={w('lapsing.lead')} up={{ href: '#/products', text: w('menu.products') }}><Exports name="lapsing" /></Head>
			<Wait of={list}>{({ certificates }) => certificates.length === 0 ? <p class="empty">{w('lapsing.none')}</p> : <Rows label={w('lapsing.title')} rows={inOrder(certificates)} keyOf={(row) => row.certificate_id} cols={[
				{ title: w('product.name'), isMain: true, cell: (row) => <><a href={hrefTo(`products/${row.product_id}`)}>{row.product}</a><span class="under">{row.producer}</span></> },
				{ title: w('lapsing.stars'), cell: (row) => row.days_left < 0 ? w('lapsing.no_stars') : <Stars count={row.stars} /> },
				{ title: w('lapsing.ends'), cell: (row) => <LapseDays row={row} /> },
				{ title: w('lapsing.decision'), cell: (row) => <>{row.decision_no}<span class="under">{row.issuer}</span></> },
				{ title: w('lapsing.items'), isNumber: true, cell: (row) => row.items_count },
			]} />}</Wait>
		</>
	);
}
