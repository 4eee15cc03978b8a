/*
 * Printing through a real CUPS of our own: what arrives, what the lamp says, and that no fault
 * makes us send a job twice. cupsd, printers and proxy are private to this run (tests/devices).
 *
 * "Sent" counts cupsd's own job files, "papers" what reached the printer. CUPS itself may print
 * one job twice (a killed cupsd leaves its backend running, a reset connection starts anew):
 * that is not ours to prevent, so those cases look at `sent`.
 */
#include "cups_rig.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/random.h"
#include "device/printer-driver.h"
#include "device/printer.h"
#include "receipts/fonts.h"
#include "receipts/paper_tools.h"
#include "receipts/papers.h"
#include "receipts/pdf.h"

/* ---- printing ----------------------------------------------------------------------------- */

static struct printers *open_queue(const char *queue)
{
	const struct printer_settings settings = { .name = "receipts",
						   .driver = "cups",
						   .address = queue,
						   .server = rig.server,
						   .call_timeout_ms = 1000,
						   .poll_ms = 100,
						   .stall_ms = 500,
						   .settle_ms = 1000 };
	struct printers *printers = NULL;
	struct err err;

	assert_ok(printers_open(printer_drivers, &settings, 1, true, &printers, &err), &err);
	return printers;
}

static void close_queue(struct printers *printers)
{
	printers_stop(printers);
	while (printers_take(printers))
		continue;
	printers_close(printers);
}

/* As the loop would: wakes for the descriptor, and each 20 ms for the watchdog. */
static struct print_job *turn(struct printers *printers)
{
	struct pollfd came = { printers_descriptor(printers), POLLIN, 0 };

	poll(&came, 1, 20);
	printers_tick(printers);
	return printers_take(printers);
}

static void wait_done(struct printers *printers, struct print_job *job, enum print_outcome outcome)
{
	int64_t end_us = clock_tick_us() + WAIT_MS * INT64_C(1000);
	struct print_job *back;

	while (!(back = turn(printers)))
		if (clock_tick_us() > end_us)
			fail_msg("[%s] the job does not come back; the lamp is %s: %s", case_name,
				 printer_state_name(printers_state(printers, 0).state), printers_state(printers, 0).text);
	assert_ptr_equal(back, job);
	if (job->outcome != outcome)
		fail_msg("[%s] got %s (%s), want %s", case_name, print_outcome_name(job->outcome), job->text, print_outcome_name(outcome));
}

static void wait_lamp(struct printers *printers, enum printer_state state)
{
	int64_t end_us = clock_tick_us() + WAIT_MS * INT64_C(1000);

	while (printers_state(printers, 0).state != state) {
		struct print_job *back = turn(printers);

		if (back)
			fail_msg("[%s] the job came back %s (%s)", case_name, print_outcome_name(back->outcome), back->text);
		if (clock_tick_us() > end_us)
			fail_msg("[%s] the lamp is %s (%s), want %s", case_name, printer_state_name(printers_state(printers, 0).state),
				 printers_state(printers, 0).text, printer_state_name(state));
	}
}

static struct print_job job_of(const void *bytes, size_t size)
{
	return (struct print_job){ .id = random_id(), .title = "Q1-1-17 Phiếu", .format = PRINT_RAW, .bytes = bytes, .size = size };
}

static void give(struct printers *printers, struct print_job *job)
{
	struct err err;

	assert_ok(printers_give(printers, 0, job, &err), &err);
}

static void ask(struct printers *printers, struct print_job *job)
{
	struct err err;

	assert_ok(printers_ask(printers, 0, job, &err), &err);
}

/* ---- tests ------------------------------------------------------------------------------ */

static void bytes_arrive_as_they_are(void **state)
{
	static const struct {
		const char *name, *queue, *papers;
		size_t size;
	} cases[] = {
		{ "one byte, captured", "cap", "out/*.bin", 1 },
		{ "a receipt, captured", "cap", "out/*.bin", 4096 },
		{ "a long one, captured", "cap", "out/*.bin", BIG_SIZE },
		{ "a receipt to the network", "net", "tcp/*.bin", 4096 },
		{ "a long one to the network", "net", "tcp/*.bin", BIG_SIZE },
	};

	(void)state;
	capture_mode("ok");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct print_job job = job_of(rig.big, cases[i].size);
		struct printers *printers = open_queue(cases[i].queue);
		int before = sent();

		CASE(cases[i].name);
		give(printers, &job);
		wait_done(printers, &job, PRINT_DONE);
		wait_lamp(printers, PRINTER_READY);
		if (text_is(cases[i].queue, "net"))
			while (strncmp(said(&rig.net), "JOB", 3) != 0)
				continue;
		assert_paper(cases[i].papers, rig.big, cases[i].size);
		assert_i64(sent() - before, 1);
		/* And it is known afterwards. */
		ask(printers, &job);
		wait_done(printers, &job, PRINT_DONE);
		assert_i64(sent() - before, 1);
		close_queue(printers);
	}
}

static void trouble_at_the_printer_only_delays(void **state)
{
	static const struct {
		const char *name, *mode;
		enum printer_state lamp;
		const char *words;
	} cases[] = {
		{ "out of paper", "empty", PRINTER_PAPER_OUT, "media-empty" },
		{ "off", "offline", PRINTER_OFFLINE, "offline" },
		{ "hangs without a word", "hang", PRINTER_WAITING, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct print_job job = job_of(rig.big, 4096);
		struct printers *printers = open_queue("cap");
		int before = sent(), before_papers = papers();

		CASE(cases[i].name);
		capture_mode(cases[i].mode);
		give(printers, &job);
		wait_lamp(printers, cases[i].lamp);
		assert_non_null(strstr(printers_state(printers, 0).text, cases[i].words));
		assert_i64(papers(), before_papers);
		capture_mode("ok");
		wait_done(printers, &job, PRINT_DONE);
		wait_lamp(printers, PRINTER_READY);
		assert_i64(papers() - before_papers, 1);
		assert_i64(sent() - before, 1);
		close_queue(printers);
	}
}

static void trouble_on_the_network_only_delays(void **state)
{
	static const struct {
		const char *name, *word;
	} cases[] = {
		{ "switched off", "closed" },
		{ "out of paper: reads nothing", "stall" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct print_job job = job_of(rig.big, BIG_SIZE);
		struct printers *printers = open_queue("net");
		int before = sent();

		CASE(cases[i].name);
		tell(&rig.net, cases[i].word);
		give(printers, &job);
		wait_lamp(printers, PRINTER_WAITING);
		tell(&rig.net, "ok");
		wait_done(printers, &job, PRINT_DONE);
		while (strncmp(said(&rig.net), "JOB", 3) != 0)
			continue;
		assert_paper("tcp/*.bin", rig.big, BIG_SIZE);
		assert_i64(sent() - before, 1);
		close_queue(printers);
	}
}

static void a_connection_cut_in_mid_receipt_is_one_job_still(void **state)
{
	struct print_job job = job_of(rig.big, BIG_SIZE);
	struct printers *printers = open_queue("net");
	int before = sent();

	(void)state;
	tell(&rig.net, "reset");
	give(printers, &job);
	while (strncmp(said(&rig.net), "CUT", 3) != 0)
		continue;
	wait_done(printers, &job, PRINT_DONE);
	while (strncmp(said(&rig.net), "JOB", 3) != 0)
		continue;
	assert_paper("tcp/*.bin", rig.big, BIG_SIZE);
	assert_i64(sent() - before, 1);
	close_queue(printers);
}

static void a_slow_printer_is_waited_for(void **state)
{
	struct print_job jobs[] = { job_of("one", 3), job_of("three", 5) };
	struct printers *printers = open_queue("cap");
	int before = sent();

	(void)state;
	capture_mode("slow 1");
	for (size_t i = 0; i < COUNT_OF(jobs); i++)
		give(printers, &jobs[i]);
	for (size_t i = 0; i < COUNT_OF(jobs); i++) {
		/* One at a time is with CUPS. */
		wait_done(printers, &jobs[i], PRINT_DONE);
		assert_true(sent() - before <= (int)i + 2);
	}
	assert_paper("out/*.bin", "three", 5);
	capture_mode("ok");
	close_queue(printers);
}

static void what_cups_gives_up_has_failed(void **state)
{
	struct print_job job = job_of("x", 1);
	struct printers *printers = open_queue("cap");
	int before = papers();

	(void)state;
	capture_mode("fail 5");
	give(printers, &job);
	wait_done(printers, &job, PRINT_FAILED);
	assert_false(job.untouched);
	assert_true(job.text[0] != '\0');

	CASE("called back");
	capture_mode("hang");
	job = job_of("x", 1);
	give(printers, &job);
	wait_lamp(printers, PRINTER_WAITING);
	assert_true(printers_cancel(printers, 0, job.id));
	wait_done(printers, &job, PRINT_FAILED);
	capture_mode("ok");
	assert_i64(papers(), before);
	close_queue(printers);
}

static void a_stopped_queue_is_told_with_its_reason(void **state)
{
	struct print_job job = job_of("x", 1);
	struct printers *printers;
	int before = papers(), before_sent;

	(void)state;
	ADMIN("cupsdisable", "-r", "kẹt giấy", "cap");
	printers = open_queue("cap");
	wait_lamp(printers, PRINTER_STOPPED);
	assert_non_null(strstr(printers_state(printers, 0).text, "kẹt giấy"));
	give(printers, &job);
	for (int i = 0; i < 20; i++)
		assert_null(turn(printers));
	assert_i64(papers(), before);
	ADMIN("cupsenable", "cap");
	wait_done(printers, &job, PRINT_DONE);
	assert_i64(papers() - before, 1);

	CASE("it takes no jobs");
	before_sent = sent();
	ADMIN("cupsreject", "cap");
	job = job_of("x", 1);
	give(printers, &job);
	wait_lamp(printers, PRINTER_STOPPED);
	assert_i64(sent(), before_sent);
	ADMIN("cupsaccept", "cap");
	wait_done(printers, &job, PRINT_DONE);
	assert_i64(sent() - before_sent, 1);
	close_queue(printers);

	CASE("there is no such queue");
	printers = open_queue("nosuch");
	job = job_of("x", 1);
	job.timeout_ms = 300;
	give(printers, &job);
	wait_done(printers, &job, PRINT_FAILED);
	assert_true(job.untouched);
	assert_i64(printers_state(printers, 0).state, PRINTER_OFFLINE);
	close_queue(printers);
}

static void a_frozen_cups_stops_nobody_and_prints_once(void **state)
{
	struct print_job job = job_of("x", 1);
	struct printers *printers = open_queue("cap");
	int before = sent(), before_papers = papers();

	(void)state;
	CASE("frozen before the job");
	capture_mode("hang");
	kill(rig.cupsd, SIGSTOP);
	give(printers, &job);
	wait_lamp(printers, PRINTER_OFFLINE);
	kill(rig.cupsd, SIGCONT);
	wait_lamp(printers, PRINTER_WAITING);
	CASE("frozen while it has the job");
	kill(rig.cupsd, SIGSTOP);
	wait_lamp(printers, PRINTER_OFFLINE);
	kill(rig.cupsd, SIGCONT);
	capture_mode("ok");
	wait_done(printers, &job, PRINT_DONE);
	assert_i64(sent() - before, 1);
	assert_i64(papers() - before_papers, 1);
	CASE("frozen at the end");
	kill(rig.cupsd, SIGSTOP);
	job = job_of("x", 1);
	give(printers, &job);
	wait_lamp(printers, PRINTER_OFFLINE);
	close_queue(printers);
	assert_true(job.outcome == PRINT_FAILED && job.untouched);
	kill(rig.cupsd, SIGCONT);
}

static void a_killed_cups_is_sent_the_job_once(void **state)
{
	struct print_job job = job_of("x", 1);
	struct printers *printers = open_queue("cap");
	int before = sent(), before_papers = papers();

	(void)state;
	capture_mode("hang");
	give(printers, &job);
	wait_lamp(printers, PRINTER_WAITING);
	end(&rig.cupsd, SIGKILL);
	wait_lamp(printers, PRINTER_OFFLINE);
	start_cupsd();
	wait_lamp(printers, PRINTER_WAITING);
	capture_mode("ok");
	wait_done(printers, &job, PRINT_DONE);
	assert_i64(sent() - before, 1);
	assert_true(papers() > before_papers);

	CASE("dead before the job");
	before = sent();
	end(&rig.cupsd, SIGKILL);
	job = job_of("x", 1);
	give(printers, &job);
	wait_lamp(printers, PRINTER_OFFLINE);
	start_cupsd();
	wait_done(printers, &job, PRINT_DONE);
	assert_i64(sent() - before, 1);
	close_queue(printers);
}

static void a_job_left_by_our_crash_is_found_by_its_name(void **state)
{
	struct print_job job = job_of("x", 1), never = job_of("y", 1);
	struct printers *printers = open_queue("cap");
	int before = sent(), before_papers = papers();

	(void)state;
	capture_mode("hang");
	give(printers, &job);
	wait_lamp(printers, PRINTER_WAITING);
	printers_stop(printers);
	wait_done(printers, &job, PRINT_UNKNOWN);
	printers_close(printers);

	printers = open_queue("cap");
	ask(printers, &job);
	wait_lamp(printers, PRINTER_WAITING);
	capture_mode("ok");
	wait_done(printers, &job, PRINT_DONE);
	ask(printers, &never);
	wait_done(printers, &never, PRINT_UNKNOWN);
	assert_i64(sent() - before, 1);
	assert_i64(papers() - before_papers, 1);
	close_queue(printers);
}

static void a_lost_answer_is_no_second_paper(void **state)
{
	static const struct {
		const char *name;
		enum print_outcome outcome;
		int sent;
	} cases[] = {
		{ "answer", PRINT_DONE, 1 },
		{ "request", PRINT_UNKNOWN, 0 },
	};
	char socket_path[80];
	struct helper proxy;

	(void)state;
	snprintf(socket_path, sizeof(socket_path), "%s/p", rig.dir);
	proxy = start_helper("lossy_proxy", socket_path, rig.socket);
	assert_text(said(&proxy), "READY");
	snprintf(rig.server, sizeof(rig.server), "%s", socket_path);
	capture_mode("ok");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct print_job job = job_of("x", 1);
		struct printers *printers = open_queue("cap");
		int before = sent(), before_papers = papers();

		CASE(cases[i].name);
		tell(&proxy, cases[i].name);
		give(printers, &job);
		wait_done(printers, &job, cases[i].outcome);
		assert_i64(sent() - before, cases[i].sent);
		assert_i64(papers() - before_papers, cases[i].sent);
		close_queue(printers);
	}
	end_helper(&proxy);
	snprintf(rig.server, sizeof(rig.server), "%s", rig.socket);
}

static void addresses_are_checked_before_anything_is_asked(void **state)
{
	static const struct {
		const char *queue, *server, *field;
	} cases[] = {
		{ "a b", NULL, "printers[0].address" },
		{ "a/b", NULL, "printers[0].address" },
		{ "a", "127.0.0.1:", "printers[0].server" },
		{ "a", "127.0.0.1:70000", "printers[0].server" },
		{ "a", "[v1.::1]:0", "printers[0].server" },
		{ "a", "127.0.0.1:631", NULL },
		{ "a", "[::1]:631", NULL },
		{ "a", "::1", NULL },
		{ "a", "/run/cups/cups.sock", NULL },
		{ "quầy-1", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct printer_settings settings = { .name = "a", .driver = "cups", .address = cases[i].queue, .server = cases[i].server };
		struct printers *printers = NULL;
		struct err err = { 0 };
		bool ok = printers_open(printer_drivers, &settings, 1, false, &printers, &err);

		CASE(cases[i].server ? cases[i].server : cases[i].queue);
		assert_i64(ok, cases[i].field == NULL);
		if (ok)
			close_queue(printers);
		else
			assert_text(err.field, cases[i].field);
	}
}

static int free_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_i64(bind(probe, (struct sockaddr *)&address, size), 0);
	getsockname(probe, (struct sockaddr *)&address, &size);
	close(probe);
	return ntohs(address.sin_port);
}

static bool answers(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((in_port_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool connected = connect(probe, (struct sockaddr *)&address, sizeof(address)) == 0;

	close(probe);
	return connected;
}

/* The smallest whole PDF: one empty page. */
static const char pdf[] =
	"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
	"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n"
	"0000000054 00000 n \n0000000105 00000 n \ntrailer\n<</Size 4/Root 1 0 R>>\nstartxref\n170\n%%EOF\n";

/* The newest paper of the driverless printer as pdftotext tells it, with places of words (-bbox) or without. */
static void read_sheets(const char *how, struct buf *text)
{
	char command[400];

	snprintf(command, sizeof(command), "pdftotext %s \"$(ls -t %s/eve/*.pdf | head -n 1)\" -", how, rig.dir);
	buf_init(text, (size_t)8 << 20);
	assert_true(tool_run((char *const[]){ (char[]){ "sh" }, (char[]){ "-c" }, command, NULL }, text));
}

/* A ticket of 500 lines: each is on paper, and in the size it was drawn in, whatever sheets the printer has. */
static void print_a_long_ticket(void)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	struct receipt_line *lines = ARENA_LIST(arena, 500, struct receipt_line);
	struct receipt_facts facts = papers_sale_facts();
	struct printers *printers = open_queue("eve");
	struct print_job job;
	struct fonts *fonts;
	struct buf sheets, text;
	double left = 0, right = 0;
	const char *word;
	struct err err;

	CASE("500 lines");
	for (int64_t i = 0; i < 500; i++)
		lines[i] = (struct receipt_line){ .name = "Trà Shan tuyết", .qty_milli = 1000, .price = { 1000001 + i }, .amount = { 1000001 + i } };
	facts.lines = lines;
	facts.lines_count = 500;
	fonts = fonts_open(&err);
	assert_non_null(fonts);
	buf_init(&sheets, PDF_BYTES_MAX);
	assert_ok(pdf_write(fonts, layout_receipt(arena, &facts), PAPERS_AT_US, &sheets, &err), &err);
	job = job_of(sheets.data, sheets.size);
	job.format = PRINT_PDF;
	give(printers, &job);
	wait_done(printers, &job, PRINT_DONE);
	assert_i64(files("eve/*.pdf"), 2);
	read_sheets("-layout", &text);
	for (int i = 1; i <= 500; i++) {
		char price[16];

		snprintf(price, sizeof(price), "1.000.%03d", i);
		if (!strstr(buf_get(&text), price))
			fail_msg("[%s] line %d is not on the paper", case_name, i);
	}
	buf_release(&text);
	read_sheets("-bbox", &text);
	word = strstr(buf_get(&text), ">1.000.500<");
	assert_non_null(word);
	while (strncmp(word, "xMin", 4) != 0)
		word--;
	assert_true(sscanf(word, "xMin=\"%lf\" yMin=\"%*f\" xMax=\"%lf\"", &left, &right) == 2);
	/* Nine letters of 24 dots, 8 dots a millimetre: 38 points. */
	if (right - left < 34 || right - left > 44)
		fail_msg("[%s] a price is %.1f points wide", case_name, right - left);
	buf_release(&text);
	buf_release(&sheets);
	fonts_close(fonts);
	close_queue(printers);
	arena_free(arena);
}

static void a_driverless_printer_takes_pdf(void **state)
{
	char script[300], command[300], bus[80], papers_folder[80], empty[100], port_text[16], uri[100];
	struct print_job job = job_of(pdf, sizeof(pdf) - 1);
	struct printers *printers;
	pid_t eve;
	int port = free_port();

	(void)state;
	snprintf(script, sizeof(script), "%s/avahi_lo.sh", rig.devices);
	snprintf(command, sizeof(command), "%s/eve_command.sh", rig.devices);
	snprintf(bus, sizeof(bus), "%s/av", rig.dir);
	snprintf(papers_folder, sizeof(papers_folder), "%s/eve", rig.dir);
	snprintf(empty, sizeof(empty), "%s/empty", papers_folder);
	snprintf(port_text, sizeof(port_text), "%d", port);
	snprintf(uri, sizeof(uri), "ipp://localhost:%d/ipp/print", port);
	mkdir(papers_folder, 0755);
	eve = start((const char *const[]){ "sh", script, bus, "ippeveprinter", "-n", "localhost", "-p", port_text, "-d", papers_folder, "-k",
					   "-f", "application/pdf", "-c", command, "Office", NULL },
		    -1, -1, SIGTERM);
	for (int64_t end_us = clock_tick_us() + WAIT_MS * INT64_C(1000); !answers(port); usleep(20000))
		if (clock_tick_us() > end_us)
			fail_msg("ippeveprinter does not answer");
	ADMIN("lpadmin", "-p", "eve", "-E", "-v", uri, "-m", "everywhere");
	/* cupsd asks the printer in the background; until then the queue is a raw one and gives a PDF up. */
	ADMIN("sh", "-c", "lpoptions -p eve | grep -q 'IPP Everywhere'");
	close(open(empty, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
	printers = open_queue("eve");
	job.format = PRINT_PDF;
	give(printers, &job);
	wait_lamp(printers, PRINTER_PAPER_OUT);
	unlink(empty);
	wait_done(printers, &job, PRINT_DONE);
	assert_i64(files("eve/*.pdf"), 1);
	close_queue(printers);
	print_a_long_ticket();
	end(&eve, SIGTERM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_checked_before_anything_is_asked),
		cmocka_unit_test(bytes_arrive_as_they_are),
		cmocka_unit_test(trouble_at_the_printer_only_delays),
		cmocka_unit_test(trouble_on_the_network_only_delays),
		cmocka_unit_test(a_connection_cut_in_mid_receipt_is_one_job_still),
		cmocka_unit_test(a_slow_printer_is_waited_for),
		cmocka_unit_test(what_cups_gives_up_has_failed),
		cmocka_unit_test(a_stopped_queue_is_told_with_its_reason),
		cmocka_unit_test(a_frozen_cups_stops_nobody_and_prints_once),
		cmocka_unit_test(a_killed_cups_is_sent_the_job_once),
		cmocka_unit_test(a_job_left_by_our_crash_is_found_by_its_name),
		cmocka_unit_test(a_lost_answer_is_no_second_paper),
		cmocka_unit_test(a_driverless_printer_takes_pdf),
	};

	random_start();
	return cmocka_run_group_tests_name("device/printer_cups", tests, set_up, tear_down);
}
