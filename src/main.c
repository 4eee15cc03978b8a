/* The program: one table of commands. */
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/debug.h"
#include "app/exports.h"
#include "app/imports.h"
#include "app/sample.h"
#include "app/serve.h"
#include "base/random.h"

static const struct command {
	const char *name, *arguments, *about;
	int (*run)(int argc, char **argv);  /* argv[0] is the word after the name; gives the exit code */
} commands[] = {
	{ "serve", "--book DIR [--config FILE] [--SETTING VALUE]…", "chạy điểm bán; --print-settings in mọi cài đặt", serve_main },
	{ "init", "--book DIR --site-name TÊN --operator-name TÊN …", "mở một sổ mới, in khóa phục hồi một lần", init_main },
	{ "user", "--book DIR --login TÊN --name HỌ-TÊN --role VAI [--gone]", "thêm hay sửa nhân viên; đọc mã PIN rồi mật khẩu, mỗi thứ một dòng", user_main },
	{ "import", "BẢNG [TỆP.csv] [--dry-run] [--book DIR]",
	  "nhập bảng CSV: parties products items codes prices certificates contracts intake opening; có dòng sai thì không ghi gì; không có tệp: in dòng tiêu đề",
	  import_main },
	{ "export", "BẢNG [--format csv|xlsx] [--from NGÀY] [--to NGÀY] [--out TỆP] [--book DIR]", "xuất bảng ra CSV hay XLSX", export_main },
	{ "settle", "--book DIR (--contract SỐ | --all) --to NGÀY …", "quyết toán với chủ hàng", settle_main },
	{ "verify", "--book DIR [--quick] [--head HASH]", "soát cả sổ", verify_main },
	{ "rebuild", "--book DIR [--replace]", "dựng lại các bảng từ sổ nhật ký", rebuild_main },
	{ "backup", "--book DIR --to DIR", "sao lưu", backup_main },
	{ "restore", "--from FILE --book DIR …", "phục hồi từ bản sao", restore_main },
	{ "sample", "--book DIR [--seed N] [--until NGÀY] [--days N]", "một điểm bán mẫu có sẵn một năm buôn bán", sample_main },
	{ "debug", "TÊN", "trả lời từng dòng của stdin bằng một dòng JSON", debug_main },
};

int main(int argc, char **argv)
{
	random_start();
	for (size_t i = 0; argc == 3 && strcmp(argv[2], "--help") == 0 && i < COUNT_OF(commands); i++) {
		if (strcmp(commands[i].name, argv[1]) == 0) {
			printf("ocop-pos %s %s\n    %s\n", commands[i].name, commands[i].arguments, commands[i].about);
			return 0;
		}
	}
	for (size_t i = 0; argc >= 2 && i < COUNT_OF(commands); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 2, argv + 2);
	fprintf(stderr, "usage: ocop-pos COMMAND …\n");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(stderr, "  %-8s %s\n           %s\n", commands[i].name, commands[i].arguments, commands[i].about);
	return 2;
}
