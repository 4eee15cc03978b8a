/* The program: one table of commands. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/commands.h"
#include "app/debug.h"
#include "app/exports.h"
#include "app/imports.h"
#include "app/sample.h"
#include "app/serve.h"
#include "base/err.h"
#include "base/random.h"

static const struct command {
	const char *name, *arguments, *about;
	int (*run)(int argc, char **argv);  /* argv[0] is the word after the name; gives the exit code */
} commands[] = {
	{ "serve", "--book DIR [--config TỆP] [--CÀI-ĐẶT GIÁ-TRỊ]… | --print-settings",
	  "chạy điểm bán: quầy, văn phòng, máy quét, máy in; --print-settings in mọi cài đặt cùng lời giải thích", serve_main },
	{ "init", "--book DIR --site-name TÊN --operator-name TÊN [--site-code SR1] [--operator-code VH] [--tax-code MST] [--vat credit|direct] [--till Q1]",
	  "mở một sổ mới, in khóa khôi phục một lần", init_main },
	{ "user", "--book DIR --login TÊN --name HỌ-TÊN --role cashier|supervisor|stock|accountant|admin [--gone]",
	  "thêm hay sửa nhân viên; đọc mã PIN rồi mật khẩu, mỗi thứ một dòng, dòng trống là giữ như cũ; --gone: đã nghỉ", user_main },
	{ "import", "BẢNG [TỆP.csv] [--dry-run] [--book DIR]",
	  "nhập bảng CSV: parties products items codes prices certificates contracts intake opening; có dòng sai thì không ghi gì; không có tệp: in dòng tiêu đề",
	  import_main },
	{ "export", "BẢNG [--format csv|xlsx] [--from NGÀY] [--to NGÀY] [--out TỆP] [--book DIR]",
	  "xuất bảng: parties products items prices certificates contracts stock lots intakes sales", export_main },
	{ "settle", "--book DIR (--contract SỐ | --all) --to NĂM-THÁNG-NGÀY [--draft] [--force LÝ-DO] [--out DIR]",
	  "quyết toán với bên gửi hàng theo mẫu 01-BH; --draft: bản thảo, không ghi; --out: ghi PDF, CSV, XLSX vào thư mục; --force: chốt dù ngày không phải cuối kỳ, ghi lý do vào sổ",
	  settle_main },
	{ "verify", "--book DIR [--quick] [--head MÃ]",
	  "soát cả sổ từ các bút toán; --quick: không dựng lại bảng; --head: mã đầu chuỗi in trên phiếu Z hay bảng quyết toán phải có trong sổ", verify_main },
	{ "rebuild", "--book DIR [--replace]", "dựng lại các bảng từ bút toán rồi so; --replace: thay vào sổ, giữ sổ trước", rebuild_main },
	{ "backup", "--book DIR --to DIR", "chép sổ ra một tệp rồi soát bản chép; quầy vẫn bán", backup_main },
	{ "restore", "--from TỆP --book DIR [--key TỆP | --recovery KHÓA]",
	  "khôi phục từ bản chép thành sổ mới ở DIR, mở kỳ sổ mới; không nêu khóa thì gõ khóa khôi phục", restore_main },
	{ "sample", "--book DIR [--seed N] [--until NGÀY] [--days N]", "một điểm bán mẫu có sẵn một năm buôn bán", sample_main },
	{ "debug", "TÊN [tùy chọn]…", "trả lời từng dòng của stdin bằng một dòng JSON: gs1 barcode vietqr hid fold words share", debug_main },
};

static void say_usage(FILE *to)
{
	fprintf(to, "Cách dùng: ocop-pos LỆNH …   (ocop-pos LỆNH --help: riêng lệnh ấy; man ocop-pos: tất cả)\n");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(to, "  %-8s %s\n           %s\n", commands[i].name, commands[i].arguments, commands[i].about);
}

static bool asks_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

int main(int argc, char **argv)
{
	/* Books, copies and exports hold personal facts: what this program writes, others of the machine do not read. */
	umask(umask(0) | 0027);
	random_start();
	if (argc >= 2 && asks_help(argv[1])) {
		say_usage(stdout);
		return 0;
	}
	for (size_t i = 0; argc == 3 && strcmp(argv[2], "--help") == 0 && i < COUNT_OF(commands); i++) {
		if (strcmp(commands[i].name, argv[1]) == 0) {
			printf("ocop-pos %s %s\n    %s\n", commands[i].name, commands[i].arguments, commands[i].about);
			return 0;
		}
	}
	for (size_t i = 0; argc >= 2 && i < COUNT_OF(commands); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 2, argv + 2);
	if (argc >= 2)
		fprintf(stderr, "ocop-pos: không có lệnh \"%s\"; xem: ocop-pos --help\n", argv[1]);
	else
		say_usage(stderr);
	return err_exit_code(ERR_INPUT);
}
