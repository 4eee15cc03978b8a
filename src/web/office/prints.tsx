/* What was to be printed and how it went. What may have come out is never printed again by itself: a person looks. */
import { useEffect } from 'preact/hooks';
import { post, query } from '../lib/api';
import { clock, day } from '../lib/time';
import { Button } from '../lib/ui';
import { usePages } from './load';
import { Filter, Head, Listing, ListHead, Tag, tell } from './parts';
import { route } from './route';
import type { Job, Page } from './types';
import { w, wordOf } from './words';

const EVERY_MS = 4000;
const level = { waiting: 'look', printing: 'look', done: 'good', unknown: 'stop', failed: 'stop' } as const;

export function Prints() {
	const { params } = route.value;
	const state = params.state ?? '';
	const pages = usePages<Job, Page & { jobs: Job[] }>('/print-jobs' + query({ state: state || 'open', limit: 50 }), 'jobs');
	useEffect(() => {
		const timer = setInterval(() => { if (!document.hidden) pages.reload(); }, EVERY_MS);
		return () => clearInterval(timer);
	}, [state]);
	async function act(job: Job, what: 'retry' | 'done'): Promise<void> {
		try {
			await post(`/print-jobs/${encodeURIComponent(job.id)}/${what}`, {});
			tell(what === 'retry' ? w('print.again', { title: job.title }) : w('print.seen', { title: job.title }));
			pages.reload();
		} catch (error) {
			tell(error instanceof Error ? error.message : String(error), 'stop');
		}
	}
	return (
		<>
			<Head title={w('menu.prints')} lead={w('prints.lead')} />
			<ListHead><Filter name="state" label={w('list.show')} options={[{ value: '', text: w('prints.open') }, ...['waiting', 'failed', 'unknown', 'done'].map((value) => ({ value, text: wordOf('print', value) }))]} /></ListHead>
			<Listing pages={pages} label={w('menu.prints')} keyOf={(row) => row.id} isSearched={state !== ''} empty={<p>{w('prints.none')}</p>} cols={[
				{ title: w('print.what'), isMain: true, cell: (row) => <><strong>{row.title}</strong>{row.copy > 0 && <Tag level="off">{w('print.copy', { n: row.copy })}</Tag>}<span class="under">{clock(row.at_us)} {day(row.at_us)}</span></> },
				{ title: w('print.printer'), cell: (row) => row.printer },
				{ title: w('device.state'), cell: (row) => <><Tag level={level[row.state]}>{wordOf('print', row.state)}</Tag>{row.reason && <span class="under">{row.reason}</span>}</> },
				{ title: w('stock.do'), cell: (row) => (row.state === 'failed' || row.state === 'unknown') && <div class="actions"><Button icon="printer" onClick={() => void act(row, 'retry')}>{w('print.retry')}</Button>{row.state === 'unknown' && <Button icon="check" onClick={() => void act(row, 'done')}>{w('print.is_there')}</Button>}</div> },
			]} />
		</>
	);
}
