# The sample showroom: sh packaging/examples/run.sh BUILD-FOLDER
# Makes build/run/book with a year of history if there is none, and serves it. PORT chooses another port than 8080.
set -eu

cd "$(dirname "$0")/../.."
PROGRAM=$1/ocop-pos
RUN=build/run
PORT=${PORT:-8080}

mkdir -p "$RUN/paper"
# The book is made aside, so that one cut short is never taken for a whole one.
if [ ! -d "$RUN/book" ]; then
	rm -rf "$RUN/new"
	mkdir -p "$RUN/new"
	echo "Đang làm điểm bán mẫu với một năm bán hàng; chờ vài giây …"
	"$PROGRAM" sample --book "$RUN/new/book" > /dev/null
	for beside in "$RUN"/new/book.*; do
		[ ! -e "$beside" ] || mv "$beside" "$RUN/"
	done
	mv "$RUN/new/book" "$RUN/book"
	rmdir "$RUN/new"
fi

cat > "$RUN/ocop-pos.conf" <<EOF
# Made anew at every start by packaging/examples/run.sh.
book = $RUN/book
address = 127.0.0.1
port = $PORT
virtual_scanner = $RUN/scanner.sock
printer = quay driver=virtual address=$PWD/$RUN/paper format=pdf till=Q1
barcode_pattern = 26IIIIIWWWWWC
EOF

cat <<EOF

  Mở trình duyệt:  http://127.0.0.1:$PORT

  Đăng nhập        PIN
  lan, minh        1111, 2222   thu ngân: bán hàng, mở và đóng ca
  hoa              3333         ca trưởng: xác nhận giảm giá, trả hàng, giờ
  tuan             4444         thủ kho: nhập hàng, nhãn
  nga              5555         kế toán: hợp đồng, quyết toán, phiếu chi
  quantri          9999         quản trị; mật khẩu: quantri-mau

  Làm thử những việc khó (bán hàng: /till, văn phòng: /office; mục Hôm nay của văn phòng liệt kê việc đang chờ):
  chốt kỳ          nga: Quyết toán; hợp đồng 01/HĐKG và 02/HĐKG đã hết kỳ tháng, chưa chốt; xem bản thảo rồi chốt, in mẫu 01-BH
  hạn dùng         tuan: Tồn kho, xếp theo hạn; một lô …-QUAHAN đã quá hạn (hủy hay trả chủ thể), một lô …-SAPHET còn năm ngày
  giá đề nghị      nga: Nhập hàng, phiếu mới nhất; chủ thể xin tăng giá một phần mười
  phiếu treo       lan: Trang bán hàng, mở ca, F2 ở phiếu trống, "Chị Hạnh …": gọi lại và bán tiếp
  đơn đặt          lan: D ở phiếu trống; một đơn hẹn hôm nay đã cọc (Enter giao), một đơn hàng mẫu chờ hỏi nhà sản xuất (quantri: Đơn đặt)
  ghi nợ, thu hộ   lan: + Ghi nợ, "hoa ban" (hạn mức 5.000.000, đang nợ 290.000); vận đơn VDMAU01: nga đối soát ở COD, hay F11 hàng hoàn về
  phiếu quà, giảm  lan: / 8 bán phiếu quà; F6 C CHAO20 bớt 20.000 cho phiếu từ 100.000; F3 "mat ong"; giỏ quà: số tắt 110
  giấy chứng nhận  quantri: Hôm nay; một giấy sắp hết hiệu lực
  trả hàng         lan: Trang bán hàng, phiếu cũ, trả lại; hoa (3333) xác nhận. Phiếu của tháng đã chốt vào kỳ sau
  nhầm chủ hàng    nga: Tồn kho, chọn lô, đổi chủ; quantri xác nhận
  hàng chưa nhập   bán quá số tồn: dòng vàng, vẫn bán; Hôm nay nhắc nhập bù
  soát sổ          $PROGRAM verify --book $RUN/book     bản sao: $PROGRAM backup --book $RUN/book --to $RUN/copies

  Máy quét ảo:     printf 'SCAN 8939613800535\n' | nc -NU $RUN/scanner.sock   (bưởi 1,25 kg: SCAN 2610004012503)
  Giấy in ra ở:    $RUN/paper (PDF; máy in thật: ocop-pos serve --print-settings)
  Làm sổ mẫu mới:  rm -rf $RUN

EOF
exec "$PROGRAM" serve --config "$RUN/ocop-pos.conf"
