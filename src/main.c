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
	{ "user", "--book DIR --login TÊN --name HỌ-TÊN --role cashier|supervisor|stock|accountant|admin [--gone] [--reset-pins] [--clock-confirmed]",
	  "thêm hay sửa nhân viên; đọc mã PIN rồi mật khẩu, mỗi thứ một dòng, dòng trống là giữ như cũ; --gone: đã nghỉ; --reset-pins: tệp .pepper mất hay hỏng,"
	  " mọi mã PIN đặt lại từ đầu; --clock-confirmed: giờ máy đúng, dù sổ đã nghỉ lâu", user_main },
	{ "import", "BẢNG [TỆP.csv] [--dry-run] [--book DIR] [--clock-confirmed]",
	  "nhập bảng CSV; không nêu bảng: liệt kê các bảng; có dòng sai thì không ghi gì; không có tệp: in dòng tiêu đề",
	  import_main },
	{ "export", "BẢNG [--format csv|xlsx] [--from NGÀY] [--to NGÀY] [--out TỆP] [--book DIR]",
	  "xuất bảng ra CSV hay XLSX; không nêu bảng: liệt kê các bảng", export_main },
	{ "settle", "--book DIR (--contract SỐ | --all) --to NĂM-THÁNG-NGÀY [--draft] [--force LÝ-DO] [--out DIR] [--clock-confirmed]",
	  "quyết toán với bên gửi hàng theo mẫu 01-BH; --draft: bản thảo, không ghi; --out: ghi PDF, CSV, XLSX vào thư mục; --force: chốt dù ngày không phải cuối kỳ, ghi lý do vào sổ;"
	  " --clock-confirmed: giờ máy đúng, dù sổ đã nghỉ quá 36 giờ",
	  settle_main },
	{ "verify", "--book DIR [--quick] [--head MÃ] [--socket TỆP]",
	  "soát cả sổ từ các bút toán; --quick: không dựng lại bảng; --head: mã đầu chuỗi in trên phiếu Z hay bảng quyết toán phải có trong sổ", verify_main },
	{ "rebuild", "--book DIR [--replace]", "dựng lại các bảng từ bút toán rồi so; --replace: thay vào sổ, giữ sổ trước", rebuild_main },
	{ "backup", "--book DIR --to DIR [--keep N] [--socket TỆP]", "chép sổ ra một tệp rồi soát bản chép, quầy vẫn bán; --keep: chỉ giữ N bản mới nhất", backup_main },
	{ "restore", "--from TỆP --book DIR [--key TỆP | --recovery-file TỆP]",
	  "khôi phục từ bản chép thành sổ mới ở DIR, mở kỳ sổ mới; không nêu khóa thì gõ khóa khôi phục; bị ngắt thì chạy lại", restore_main },
	{ "sample", "--book DIR [--seed N] [--until NGÀY] [--days N]", "một điểm bán mẫu có sẵn một năm buôn bán", sample_main },
	{ "debug", "TÊN [tùy chọn]…", "trả lời từng dòng của stdin bằng một dòng JSON: gs1 barcode vietqr hid fold words share", debug_main },
};

static int help_main(int argc, char **argv);

static const struct command own_commands[] = {
	{ "help", "[LỆNH]", "cách dùng, của tất cả hay của một lệnh", help_main },
	{ "version", "", "phiên bản của chương trình, của dạng sổ và của SQLite", version_main },
};

/* Those of the program, then those about it. */
static const struct command *command_at(size_t i)
{
	if (i < COUNT_OF(commands))
		return &commands[i];
	i -= COUNT_OF(commands);
	return i < COUNT_OF(own_commands) ? &own_commands[i] : NULL;
}

static const struct command *command_find(const char *name)
{
	const struct command *command;

	for (size_t i = 0; (command = command_at(i)); i++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}

static int refuse(const char *name)
{
	fprintf(stderr, "ocop-pos: không có lệnh \"%s\"; xem: ocop-pos help\n", name);
	return err_exit_code(ERR_INPUT);
}

static void say_usage(FILE *to)
{
	const struct command *command;

	fprintf(to, "Cách dùng: ocop-pos LỆNH …   (ocop-pos help LỆNH: riêng lệnh ấy; man ocop-pos: tất cả)\n");
	for (size_t i = 0; (command = command_at(i)); i++)
		fprintf(to, "  %-8s %s\n           %s\n", command->name, command->arguments, command->about);
	fprintf(to, "Mã kết thúc: 0 xong, 1 sổ không nguyên vẹn (verify, rebuild), 2 gõ sai, 3 không được phép, 4 không có, 5 trái với sổ, 6 quá lớn,"
		    " 7 đang bận, 8 đĩa hay thiết bị, 9 chưa rõ đã ghi hay chưa\n");
}

static int help_main(int argc, char **argv)
{
	const struct command *command = argc > 0 ? command_find(argv[0]) : NULL;

	if (argc == 0)
		say_usage(stdout);
	else if (!command)
		return refuse(argv[0]);
	else
		printf("ocop-pos %s %s\n    %s\n", command->name, command->arguments, command->about);
	return 0;
}

static bool is_one_of(const char *word, const char *a, const char *b)
{
	return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

int main(int argc, char **argv)
{
	const struct command *command;

	/* Books, copies and exports hold personal facts: what this program writes, others of the machine do not read. */
	umask(umask(0) | 0027);
	random_start();
	if (argc < 2) {
		say_usage(stderr);
		return err_exit_code(ERR_INPUT);
	}
	if (is_one_of(argv[1], "--help", "-h"))
		return help_main(argc - 2, argv + 2);
	if (is_one_of(argv[1], "--version", "-V"))
		return version_main(0, NULL);
	command = command_find(argv[1]);
	if (!command)
		return refuse(argv[1]);
	if (argc == 3 && is_one_of(argv[2], "--help", "-h"))
		return help_main(1, argv + 1);
	return command->run(argc - 2, argv + 2);
}
