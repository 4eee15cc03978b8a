#include "app/settings.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "receipts/escpos.h"

enum setting_kind { SET_TEXT, SET_NUMBER, SET_BOOL, SET_HOST, SET_PATTERN, SET_PRINTER, SET_SCANNER, SET_URL, SET_WORD, SET_ACCOUNT };

struct setting {
	const char *name;
	enum setting_kind kind;
	size_t offset, size;
	int64_t low, high;
	const char *const *words;      /* SET_WORD: one of these; its index is kept */
	const char *usual;             /* the default; NULL: none */
	const char *about;
};

#define TEXT(name_, member, usual_, about_) { .name = (name_), .kind = SET_TEXT, .offset = offsetof(struct settings, member), \
	.size = sizeof(((struct settings *)0)->member), .usual = (usual_), .about = (about_) }
#define NUMBER(name_, member, low_, high_, usual_, about_) { .name = (name_), .kind = SET_NUMBER, .offset = offsetof(struct settings, member), \
	.low = (low_), .high = (high_), .usual = (usual_), .about = (about_) }

const char *const receipt_trace_words[] = { "no", "receipt", "line", NULL };

static const struct setting table[] = {
	TEXT("book", book, NULL, "Thư mục của sổ"),
	TEXT("address", address, "127.0.0.1", "Địa chỉ nghe; 127.0.0.1 chỉ cho máy này, 0.0.0.0 cho mạng của cửa hàng"),
	NUMBER("port", port, 0, 65535, "8080", "Cổng nghe; 0: cổng trống bất kỳ"),
	TEXT("socket", socket, NULL, "Socket cho các lệnh; để trống: BOOK.sock"),
	{ .name = "host", .kind = SET_HOST, .about = "Một tên của máy này trong mạng; có thể lặp lại" },
	TEXT("certificate", certificate, NULL, "Chứng thư TLS (PEM)"),
	TEXT("key", key, NULL, "Khóa của chứng thư TLS (PEM)"),
	TEXT("web_dir", web_dir, NULL, "Lấy trang từ thư mục này thay vì từ trong chương trình"),
	NUMBER("connections", connections, 1, 10000, "256", "Số kết nối cùng lúc"),
	NUMBER("connections_address", connections_address, 1, 10000, "16", "Số kết nối cùng lúc từ một địa chỉ"),
	NUMBER("cash_round_unit", cash_round_unit, 0, 10000, "1000", "Tiền mặt làm tròn xuống bội số này (đồng); 0: không làm tròn"),
	NUMBER("difference_limit", difference_limit, 0, 100000000, "0", "Chênh lệch khi đóng ca quá số này (đồng) phải có lý do"),
	NUMBER("return_limit", return_limit, 0, 1000000000, "0", "Trả lại khách quá số này (đồng) cần người thứ hai; 0: lúc nào cũng cần"),
	NUMBER("cash_out_limit", cash_out_limit, 0, 1000000000, "0", "Chi tiền từ ngăn kéo quá số này (đồng) cần người thứ hai"),
	{ .name = "forfeit_to_producer", .kind = SET_BOOL, .offset = offsetof(struct settings, forfeit_to_producer), .usual = "no",
	  .about = "Tiền cọc khách bỏ thuộc nhà sản xuất (yes, theo từng dòng của đơn) hay cửa hàng (no)" },
	NUMBER("alone_limit", alone_limit, 0, 1000000000, "0", "Khi quầy chỉ có một người, việc cần người thứ hai được tự làm tới số này (đồng), có lý do; 0: không"),
	NUMBER("alone_day_limit", alone_day_limit, -1, 10000000000, "-1", "Các việc tự làm ấy cộng lại mỗi người mỗi ngày tới số này (đồng); -1: mười lần alone_limit; 0: không giới hạn"),
	TEXT("shipping_item", shipping_item, "SHIP", "Mã mặt hàng không tồn kho: phí giao hàng của đơn đặt, khi khách chịu, thành một dòng của mặt hàng này"),
	NUMBER("cod_fee_limit_ppm", cod_fee_limit_ppm, 0, 1000000, "200000",
	       "Phí vận chuyển trừ vào tiền thu hộ quá mức này (phần triệu của tiền thu, 200000 là 20 %) cần người thứ hai; 0: có phí là cần"),
	NUMBER("discount_limit_ppm", discount_limit_ppm, 0, 1000000, "30000",
	       "Thu ngân tự giảm được đến mức này (phần triệu của dòng hay phiếu, 30000 là 3 %: bớt số lẻ cho khách); hơn thì ca trưởng nhập PIN; 0: luôn luôn"),
	NUMBER("lock_minutes", lock_minutes, 0, 480, "10", "Không dùng quá số phút này thì phải nhập lại mã PIN mới ghi tiếp được; 0: không khóa"),
	NUMBER("session_hours", session_hours, 1, 72, "16", "Một lần đăng nhập dài nhất bao nhiêu giờ"),
	NUMBER("practice_port", practice_port, -1, 65535, "0", "Cổng của quầy tập; 0: cổng trống bất kỳ; -1: không có quầy tập"),
	TEXT("practice_of", practice_of, NULL, "Chạy làm quầy tập của sổ này (chương trình tự đặt khi mở quầy tập)"),
	NUMBER("practice_home", practice_home, 0, 65535, "0", "Cổng của quầy thật, cho quầy tập (chương trình tự đặt)"),
	{ .name = "public_url", .kind = SET_URL, .offset = offsetof(struct settings, public_url), .size = sizeof(((struct settings *)0)->public_url),
	  .about = "Khách vào trang lô hàng qua địa chỉ này, như https://ocop.example.vn; để trống: không in mã QR nào dẫn tới đó" },
	{ .name = "receipt_story", .kind = SET_BOOL, .offset = offsetof(struct settings, receipt_story), .usual = "no",
	  .about = "In lời kể về sản phẩm dưới mỗi dòng của phiếu bán: yes hay no" },
	{ .name = "receipt_trace", .kind = SET_WORD, .offset = offsetof(struct settings, receipt_trace), .words = receipt_trace_words, .usual = "receipt",
	  .about = "Mã QR truy xuất trên phiếu bán: no, receipt (một mã cho cả phiếu) hay line (mỗi dòng một mã, của chủ thể nếu có)" },
	{ .name = "barcode_pattern", .kind = SET_PATTERN, .about = "Mẫu mã của cân, như 26IIIIIWWWWWC hay 21IIIIIPPPPPC; có thể lặp lại" },
	{ .name = "printer", .kind = SET_PRINTER,
	  .about = "TÊN driver=cups|file|virtual address=HÀNG-ĐỢI-HAY-THƯ-MỤC [format=raw|pdf|plain] [profile=80mm|58mm|80mm-cp1258|…] [server=…] [till=Q1]; có thể lặp lại" },
	{ .name = "scanner", .kind = SET_SCANNER, .about = "till=Q1 [serial=…] [port=1-2.3] [kind=0c2e:0b61] [use=sell|check]; check: khách tự xem giá ở màn hình khách; có thể lặp lại" },
	{ .name = "bank_account", .kind = SET_ACCOUNT,
	  .about = "[till=Q1] bin=970436 account=0123456789 holder=TÊN CHỦ TÀI KHOẢN; tài khoản nhận tiền khác tài khoản của đơn vị vận hành; có thể lặp lại" },
	TEXT("sepay_key_file", sepay_key_file, NULL, "Tệp chứa khóa webhook của SePay (API Key hoặc khóa HMAC), chỉ người chạy chương trình đọc được"),
	TEXT("payos_key_file", payos_key_file, NULL, "Tệp chứa Checksum Key của payOS, chỉ người chạy chương trình đọc được"),
	TEXT("virtual_scanner", virtual_scanner, NULL, "Socket của máy quét ảo, để thử"),
	{ .name = "usb", .kind = SET_BOOL, .offset = offsetof(struct settings, usb), .usual = "yes", .about = "Tìm máy quét USB: yes hay no" },
};

static bool refuse(struct err *err, const struct setting *setting, const char *text)
{
	return err_set(err, ERR_INPUT, setting->name, "%s: %s", setting->name, text);
}

static size_t distance(const char *a, const char *b)
{
	size_t row[64], n = strlen(b);

	if (n >= COUNT_OF(row) || strlen(a) >= COUNT_OF(row))
		return COUNT_OF(row);
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t left_up = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t up = row[j], best = left_up + (a[i - 1] != b[j - 1]);

			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (up + 1 < best)
				best = up + 1;
			row[j] = best;
			left_up = up;
		}
	}
	return row[n];
}

static const struct setting *find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

static bool copy(const struct setting *setting, char *to, size_t size, const char *value, struct err *err)
{
	if (strlen(value) >= size)
		return refuse(err, setting, "quá dài");
	memcpy(to, value, strlen(value) + 1);
	return true;
}

struct part {
	const char *name;
	char *to;
	size_t size;
	bool needed;
};

/* "name=value name=value": each at most once. */
static bool read_parts(const struct setting *setting, const char *text, const struct part *parts, size_t count, struct err *err)
{
	char word[SETTINGS_TEXT_MAX];

	while (*text) {
		size_t size = strcspn(text, " \t"), i = 0;
		char *equals;

		if (size >= sizeof(word))
			return refuse(err, setting, "quá dài");
		memcpy(word, text, size);
		word[size] = '\0';
		text += size + strspn(text + size, " \t");
		equals = strchr(word, '=');
		if (!equals)
			return refuse(err, setting, "cần các cặp tên=giá-trị");
		*equals = '\0';
		while (i < count && strcmp(parts[i].name, word) != 0)
			i++;
		if (i == count || *parts[i].to)
			return err_set(err, ERR_INPUT, setting->name, "%s: không hiểu \"%s\"", setting->name, word);
		if (!copy(setting, parts[i].to, parts[i].size, equals + 1, err))
			return false;
	}
	for (size_t i = 0; i < count; i++)
		if (parts[i].needed && !*parts[i].to)
			return err_set(err, ERR_INPUT, setting->name, "%s: thiếu %s=…", setting->name, parts[i].name);
	return true;
}

static bool refuse_profile(struct err *err, const struct setting *setting)
{
	char names[240] = "";
	size_t used = 0;

	for (const struct escpos_profile *profile = escpos_profiles; profile->name && used + strlen(profile->name) + 2 < sizeof(names); profile++)
		used += (size_t)snprintf(names + used, sizeof(names) - used, " %s", profile->name);
	return err_set(err, ERR_INPUT, setting->name, "%s: profile là một trong:%s", setting->name, names);
}

static bool put_printer(struct settings *settings, const struct setting *setting, const char *value, struct err *err)
{
	struct printer_setting printer = { .name = "" };
	size_t size = strcspn(value, " \t");
	const struct part parts[] = {
		{ "driver", printer.driver, sizeof(printer.driver), true }, { "address", printer.address, sizeof(printer.address), true },
		{ "server", printer.server, sizeof(printer.server), false }, { "format", printer.format, sizeof(printer.format), false },
		{ "profile", printer.profile, sizeof(printer.profile), false }, { "till", printer.till, sizeof(printer.till), false },
	};

	if (settings->printers_count == SETTINGS_PRINTERS_MAX)
		return refuse(err, setting, "quá nhiều máy in");
	if (size == 0 || size >= sizeof(printer.name))
		return refuse(err, setting, "cần tên máy in trước");
	memcpy(printer.name, value, size);
	if (!read_parts(setting, value + size + strspn(value + size, " \t"), parts, COUNT_OF(parts), err))
		return false;
	if (!*printer.format)
		memcpy(printer.format, "raw", 4);
	if (strcmp(printer.format, "raw") != 0 && strcmp(printer.format, "pdf") != 0 && strcmp(printer.format, "plain") != 0)
		return refuse(err, setting, "format là raw, pdf hay plain");
	if (!*printer.profile)
		snprintf(printer.profile, sizeof(printer.profile), "%s", escpos_profiles[0].name);
	if (!escpos_profile_find(printer.profile))
		return refuse_profile(err, setting);
	for (size_t i = 0; i < settings->printers_count; i++)
		if (strcmp(settings->printers[i].name, printer.name) == 0)
			return refuse(err, setting, "hai máy in cùng tên");
	settings->printers[settings->printers_count++] = printer;
	return true;
}

static bool put_scanner(struct settings *settings, const struct setting *setting, const char *value, struct err *err)
{
	struct scanner_setting scanner = { .till = "" };
	char use[8] = "";
	const struct part parts[] = {
		{ "till", scanner.till, sizeof(scanner.till), true }, { "serial", scanner.serial, sizeof(scanner.serial), false },
		{ "port", scanner.port, sizeof(scanner.port), false }, { "kind", scanner.kind, sizeof(scanner.kind), false },
		{ "use", use, sizeof(use), false },
	};

	if (settings->scanners_count == SETTINGS_SCANNERS_MAX)
		return refuse(err, setting, "quá nhiều máy quét");
	if (!read_parts(setting, value, parts, COUNT_OF(parts), err))
		return false;
	if (*use && strcmp(use, "sell") != 0 && strcmp(use, "check") != 0)
		return refuse(err, setting, "use là sell hay check");
	scanner.is_check = strcmp(use, "check") == 0;
	settings->scanners[settings->scanners_count++] = scanner;
	return true;
}

/* As a browser has it: scheme and host, perhaps a port and a path, no blank in it and no stroke at its end. */
static bool put_url(const struct setting *setting, char *to, const char *value, struct err *err)
{
	size_t at = strncmp(value, "https://", 8) == 0 ? 8 : strncmp(value, "http://", 7) == 0 ? 7 : 0, size = strlen(value);

	if (!*value) {
		*to = '\0';
		return true;
	}
	for (const char *c = value; *c; c++)
		if (*c <= ' ' || *c >= 0x7f || strchr("\"<>\\^`{|}?#", *c))
			at = 0;
	if (!at || !value[at] || value[at] == '/')
		return refuse(err, setting, "cần một địa chỉ như https://ocop.example.vn");
	if (size >= setting->size)
		return refuse(err, setting, "quá dài");
	while (value[size - 1] == '/')
		size--;
	memcpy(to, value, size);
	to[size] = '\0';
	return true;
}

static bool put_word(const struct setting *setting, int64_t *to, const char *value, struct err *err)
{
	for (int64_t i = 0; setting->words[i]; i++) {
		if (strcmp(setting->words[i], value) == 0) {
			*to = i;
			return true;
		}
	}
	return refuse(err, setting, setting->about);
}

/* The holder's name has blanks in it, so it stands last. */
static bool put_account(struct settings *settings, const struct setting *setting, const char *value, struct err *err)
{
	struct account_setting account = { .till = "" };
	const char *holder = strstr(value, "holder=");
	char before[SETTINGS_TEXT_MAX];
	const struct part parts[] = {
		{ "till", account.till, sizeof(account.till), false }, { "bin", account.bin, sizeof(account.bin), true },
		{ "account", account.account, sizeof(account.account), true },
	};

	if (settings->accounts_count == SETTINGS_ACCOUNTS_MAX)
		return refuse(err, setting, "quá nhiều tài khoản");
	if (!holder || !holder[7] || strlen(value) >= sizeof(before))
		return refuse(err, setting, "cần holder=TÊN CHỦ TÀI KHOẢN ở cuối");
	memcpy(before, value, (size_t)(holder - value));
	before[holder - value] = '\0';
	if (!read_parts(setting, before, parts, COUNT_OF(parts), err) || !copy(setting, account.holder, sizeof(account.holder), holder + 7, err))
		return false;
	if (strlen(account.bin) != 6 || strspn(account.bin, "0123456789") != 6)
		return refuse(err, setting, "bin là sáu chữ số của ngân hàng, như 970436");
	settings->accounts[settings->accounts_count++] = account;
	return true;
}

bool settings_put(struct settings *settings, const char *name, const char *value, struct err *err)
{
	const struct setting *setting = find(name), *nearest = &table[0];
	int64_t number;

	if (!setting) {
		for (size_t i = 1; i < COUNT_OF(table); i++)
			if (distance(table[i].name, name) < distance(nearest->name, name))
				nearest = &table[i];
		return err_set(err, ERR_INPUT, name, "không có cài đặt \"%s\"; gần nhất là \"%s\"", name, nearest->name);
	}
	switch (setting->kind) {
	case SET_TEXT:
		return copy(setting, (char *)settings + setting->offset, setting->size, value, err);
	case SET_NUMBER:
		if (!text_read_i64(value, strlen(value), &number) || number < setting->low || number > setting->high)
			return err_set(err, ERR_INPUT, name, "%s: cần một số từ %lld đến %lld", name, (long long)setting->low, (long long)setting->high);
		*(int64_t *)(void *)((char *)settings + setting->offset) = number;
		return true;
	case SET_BOOL:
		if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
			return refuse(err, setting, "yes hay no");
		*(bool *)((char *)settings + setting->offset) = value[0] == 'y';
		return true;
	case SET_HOST:
		if (settings->hosts_count == SETTINGS_HOSTS_MAX)
			return refuse(err, setting, "quá nhiều tên");
		if (!copy(setting, settings->hosts[settings->hosts_count], sizeof(settings->hosts[0]), value, err))
			return false;
		settings->hosts_count++;
		return true;
	case SET_PATTERN:
		if (settings->patterns_count == BARCODE_PATTERNS_MAX)
			return refuse(err, setting, "quá nhiều mẫu");
		if (!barcode_pattern_read(value, strlen(value), &settings->patterns[settings->patterns_count], err))
			return refuse(err, setting, "mẫu không hợp lệ; ví dụ 26IIIIIWWWWWC");
		settings->patterns_count++;
		return true;
	case SET_PRINTER:
		return put_printer(settings, setting, value, err);
	case SET_SCANNER:
		return put_scanner(settings, setting, value, err);
	case SET_URL:
		return put_url(setting, (char *)settings + setting->offset, value, err);
	case SET_WORD:
		return put_word(setting, (int64_t *)(void *)((char *)settings + setting->offset), value, err);
	case SET_ACCOUNT:
		return put_account(settings, setting, value, err);
	}
	return false;
}

void settings_init(struct settings *settings)
{
	struct err err;

	memset(settings, 0, sizeof(*settings));
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (table[i].usual && !settings_put(settings, table[i].name, table[i].usual, &err))
			assert(!"a default that is refused");
}

static bool read_line(struct settings *settings, const char *line, size_t size, struct err *err)
{
	char text[1024], *equals, *value;
	size_t end;

	if (size >= sizeof(text))
		return err_set(err, ERR_LIMIT, NULL, "dòng quá dài");
	memcpy(text, line, size);
	text[size] = '\0';
	if (strlen(text) != size)
		return err_set(err, ERR_INPUT, NULL, "ký tự lạ trong dòng");
	for (end = size; end && isspace((unsigned char)text[end - 1]); end--)
		text[end - 1] = '\0';
	value = text + strspn(text, " \t");
	if (*value == '\0' || *value == '#')
		return true;
	equals = strchr(value, '=');
	if (!equals)
		return err_set(err, ERR_INPUT, NULL, "cần \"tên = giá trị\"");
	for (end = (size_t)(equals - value); end && isspace((unsigned char)value[end - 1]); end--)
		;
	*equals = '\0';
	value[end] = '\0';
	return settings_put(settings, value, equals + 1 + strspn(equals + 1, " \t"), err);
}

bool settings_read(struct settings *settings, const char *text, size_t size, struct err *err)
{
	size_t line = 1;

	for (size_t at = 0; at < size; line++) {
		const char *end = memchr(text + at, '\n', size - at);
		size_t length = end ? (size_t)(end - text) - at : size - at;

		if (!read_line(settings, text + at, length, err)) {
			struct err why = *err;

			return err_set(err, why.code, why.field, "dòng %zu: %s", line, why.text);
		}
		at += length + 1;
	}
	return true;
}

bool settings_read_file(struct settings *settings, const char *path, struct err *err)
{
	char *text = malloc(SETTINGS_FILE_MAX_BYTES + 1);
	FILE *file = fopen(path, "re");
	size_t size;
	bool ok;

	assert(text);
	if (!file) {
		free(text);
		return err_set(err, ERR_IO, "config", "%s: %s", path, strerror(errno));
	}
	size = fread(text, 1, SETTINGS_FILE_MAX_BYTES + 1, file);
	fclose(file);
	ok = size <= SETTINGS_FILE_MAX_BYTES ? settings_read(settings, text, size, err) : err_set(err, ERR_LIMIT, "config", "%s: quá lớn", path);
	free(text);
	return ok;
}

bool settings_take_arguments(struct settings *settings, int *argc, char **argv, struct err *err)
{
	int kept = 0;

	for (int i = 0; i < *argc; i++) {
		char name[64];
		const char *equals = strchr(argv[i], '='), *value;
		size_t size = equals ? (size_t)(equals - argv[i]) : strlen(argv[i]);

		if (strncmp(argv[i], "--", 2) != 0 || size < 3 || size - 2 >= sizeof(name)) {
			argv[kept++] = argv[i];
			continue;
		}
		for (size_t k = 2; k < size; k++)
			name[k - 2] = argv[i][k] == '-' ? '_' : argv[i][k];
		name[size - 2] = '\0';
		if (strcmp(name, "config") != 0 && !find(name)) {
			argv[kept++] = argv[i];
			continue;
		}
		value = equals ? equals + 1 : i + 1 < *argc ? argv[++i] : NULL;
		if (!value)
			return err_set(err, ERR_INPUT, name, "--%s cần một giá trị", name);
		if (strcmp(name, "config") == 0 ? !settings_read_file(settings, value, err) : !settings_put(settings, name, value, err))
			return false;
	}
	*argc = kept;
	return true;
}

void settings_print(struct buf *buf)
{
	buf_text(buf, "# ocop-pos.conf: mỗi dòng một cài đặt, tên = giá trị. Dòng bắt đầu bằng # là ghi chú.\n");
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		buf_format(buf, "\n# %s\n", table[i].about);
		buf_format(buf, "#%s = %s\n", table[i].name, table[i].usual ? table[i].usual : "");
	}
}

void settings_socket_path(const struct settings *settings, char path[SETTINGS_TEXT_MAX])
{
	snprintf(path, SETTINGS_TEXT_MAX, *settings->socket ? "%s" : "%.390s.sock", *settings->socket ? settings->socket : settings->book);
}
