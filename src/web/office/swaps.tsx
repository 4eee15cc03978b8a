/* What the house bore for goods that came without a receipt: what was brought, who agreed, what it cost. */
import { useEffect, useState } from 'preact/hooks';
import { get, query } from '../lib/api';
import { money, quantity } from '../lib/money';
import { clock, day, dayText } from '../lib/time';
import { Button } from '../lib/ui';
import { useLoad } from './load';
import { Head, Rows, tell, Wait } from './parts';
import { w } from './words';

interface Line { bought_day: string; found: number; item_id: string; name: string; qty_milli: number; reason: string; unit: string; worth: number }
interface Row { id: string; receipt: string; at_us: number; staff_name: string | null; approver: string | null; amount: number; left: number; swapped: Line[] }
interface Page { rows: Row[]; next: number | null }

export function Swaps() {
	const first = useLoad<Page>('/swaps');
	const [more, setMore] = useState<Page[]>([]);
	useEffect(() => setMore([]), [first.data]);
	async function on(before: number): Promise<void> {
		try {
			const page = await get<Page>('/swaps' + query({ before }));
			setMore((had) => [...had, page]);
		} catch (error) { tell(error instanceof Error ? error.message : String(error), 'stop'); }
	}
	return (
		<>
			<Head title={w('menu.swaps')} lead={w('swaps.lead')} />
			<Wait of={first}>{(data) => {
				const pages = [data, ...more], rows = pages.flatMap((page) => page.rows), next = pages[pages.length - 1]!.next;
				if (rows.length === 0) return <p class="empty">{w('swaps.none')}</p>;
				return (
					<>
						<Rows label={w('menu.swaps')} rows={rows} keyOf={(row) => row.id} cols={[
							{ title: w('swaps.brought'), isMain: true, cell: (row) => <>{row.swapped.map((line) => <div key={line.item_id + line.reason}><strong>{quantity(line.qty_milli)} {line.unit} {line.name}</strong><span class="under">{line.reason} · {w('swaps.day', { day: dayText(line.bought_day), count: line.found })}</span></div>)}</> },
							{ title: w('swaps.receipt'), cell: (row) => <>{row.receipt}<span class="under">{clock(row.at_us)} {day(row.at_us)}</span></> },
							{ title: w('swaps.who'), cell: (row) => <>{row.staff_name}<span class="under">{w('swaps.agreed', { name: row.approver ?? '' })}</span></> },
							{ title: w('swaps.amount'), isNumber: true, cell: (row) => <><strong>{money(row.amount)}</strong>{row.left !== row.amount && <span class="under">{w('swaps.left', { amount: money(row.left) })}</span>}</> },
						]} />
						{next !== null && <Button onClick={() => void on(next)}>{w('swaps.more')}</Button>}
					</>
				);
			}}</Wait>
		</>
	);
}
