/* Printers and scanners: how each one stands, and a test of it. */
import { useEffect, useState } from 'preact/hooks';
import { post } from '../lib/api';
import { startKeys } from '../lib/keys';
import { clock } from '../lib/time';
import { Button, Notice } from '../lib/ui';
import { t } from '../lib/words';
import { judgeCode } from '../lib/code';
import { useLoad } from './load';
import { mayEdit } from './may';
import { Head, Rows, Tag, tell, Wait } from './parts';
import { hrefTo } from './route';
import { Stations } from './stations';
import type { Printer, Scanner } from './types';
import { w, wordOf } from './words';

const EVERY_MS = 4000;

export function Devices() {
	const printers = useLoad<{ printers: Printer[] }>('/printers');
	const scanners = useLoad<{ scanners: Scanner[] }>('/scanners');
	useEffect(() => {
		const timer = setInterval(() => { if (!document.hidden) { printers.reload(); scanners.reload(); } }, EVERY_MS);
		return () => clearInterval(timer);
	}, []);
	async function test(name: string): Promise<void> {
		try {
			await post(`/printers/${encodeURIComponent(name)}/test`, {});
			tell(w('device.sent', { name }));
		} catch (error) {
			tell(error instanceof Error ? error.message : String(error), 'stop');
		}
	}
	const level = (state: string) => (state === 'ready' || state === 'printing' ? 'good' : state === 'none' ? 'off' : state === 'waiting' ? 'look' : 'stop');
	return (
		<>
			<Head title={w('menu.devices')} />
			<section class="part" aria-labelledby="printers">
				<h2 id="printers">{w('device.printers')}</h2>
				<Wait of={printers}>{(data) => (data.printers.length === 0 ? <p class="soft">{w('device.no_printer')}</p> : <Rows label={w('device.printers')} rows={data.printers} keyOf={(row) => row.name} cols={[
					{ title: w('device.name'), isMain: true, cell: (row) => <><strong>{row.name}</strong><span class="under">{row.till_code && w('device.till', { till: row.till_code })}{row.address ?? row.driver}</span></> },
					{ title: w('device.state'), cell: (row) => <><Tag level={level(row.state)}>{wordOf('printer', row.state)}</Tag>{row.reason && <span class="under">{row.reason}</span>}</> },
					{ title: w('device.waiting'), isNumber: true, cell: (row) => (row.waiting_count > 0 ? <a href={hrefTo('prints', { state: 'open' })}>{row.waiting_count}</a> : 0) },
					{ title: w('device.test'), cell: (row) => mayEdit('devices') && <Button icon="printer-check" onClick={() => void test(row.name)}>{w('device.test_page')}</Button> },
				]} />)}</Wait>
			</section>
			<section class="part" aria-labelledby="scanners">
				<h2 id="scanners">{w('device.scanners')}</h2>
				<Wait of={scanners}>{(data) => (data.scanners.length === 0 ? <p class="soft">{w('device.no_scanner')}</p> : <Rows label={w('device.scanners')} rows={data.scanners} keyOf={(row) => row.name} cols={[
					{ title: w('device.name'), isMain: true, cell: (row) => <><strong>{row.name}</strong><span class="under">{row.till_code && w('device.till', { till: row.till_code })}{row.driver}</span></> },
					{ title: w('device.state'), cell: (row) => <><Tag level={row.state === 'ready' ? 'good' : 'stop'}>{wordOf('scanner', row.state)}</Tag>{row.reason && <span class="under">{row.reason}</span>}</> },
					{ title: w('device.last'), cell: (row) => row.last_code && <><code>{row.last_code}</code><span class="under">{row.last_us !== null && clock(row.last_us)}</span></> },
				]} />)}</Wait>
				<ScanTest />
			</section>
			{mayEdit('stations') && <Stations />}
		</>
	);
}

function ScanTest() {
	const [heard, setHeard] = useState<{ code: string; isGarbled: boolean } | null>(null);
	useEffect(() => startKeys({ onScan: (code, isGarbled) => setHeard({ code, isGarbled }), onKey: () => false }), []);
	const judged = heard && judgeCode(heard.code);
	return (
		<div class="scan-test" role="status">
			<p>{w('device.try')}</p>
			{heard && (heard.isGarbled ? <Notice level="stop">{t('scan.garbled')}</Notice> : <Notice level={judged?.kind === 'wrong' ? 'look' : 'good'}>{w('device.heard', { code: heard.code, kind: wordOf('judged', judged!.kind) })}</Notice>)}
		</div>
	);
}
