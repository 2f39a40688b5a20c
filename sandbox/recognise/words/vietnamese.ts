/** Matched with its accents, which tell words apart (`hoàn` is back, `hoãn` is later), or without any. */
export const vietnamese = `
neg: không chưa chẳng ko
of: quá rất đã được bị của khách khách_hàng đơn đơn_hàng lead từ với và trạng_thái người vào là có rồi kh bởi
of: người_mua hệ_thống nhân_viên thành_công hàng qua
modal: sẽ muốn cần có_thể nếu khi yêu_cầu một_phần sắp
time: mai hôm_nay ngày_mai giờ tuần
later: sau hoãn tạm_hoãn
again: lại
new: mới đơn_mới
registered: đã_đăng_ký đăng_ký
process: đang_xử_lý xử_lý đang_xử_lí đang_tiến_hành suy_nghĩ đang_suy_nghĩ phân_vân đang_liên_hệ đang_gọi
process: đang_kiểm_tra kiểm_tra đang_tư_vấn cân_nhắc đang_thực_hiện đang_chăm_sóc chờ_xử_lý
wait: chờ đang_chờ đợi đang_đợi chờ_đợi
hold: tạm_giữ giữ_lại đóng_băng
callback: gọi_lại hẹn_gọi_lại gọi_lại_sau gọi_sau hẹn_gọi liên_hệ_lại hẹn gọi_lại_lần liên_hệ_sau hẹn_lại
call: gọi
busy: máy_bận bận thuê_bao_bận
voicemail: hộp_thư_thoại
noanswer: không_nghe_máy không_bắt_máy gọi_không_được không_nghe không_trả_lời knm không_gọi_được
noanswer: không_liên_lạc_được không_liên_hệ_được cúp_máy tắt_máy_ngang không_nhấc_máy không_nghe_điện_thoại
noanswer: chưa_nghe_máy
unreachable: thuê_bao thuê_bao_không_liên_lạc_được tắt_máy không_thể_liên_lạc khóa_máy
cancel: hủy huỷ đã_hủy đã_huỷ hủy_đơn huỷ_đơn từ_chối bị_hủy hủy_bỏ bị_từ_chối khách_hủy khách_huỷ hủy_đơn_hàng
wrong: sai nhầm
wrongnumber: sai_số nhầm_số số_không_đúng số_sai sai_số_điện_thoại số_không_tồn_tại
number: số số_điện_thoại sđt sdt
exist: tồn_tại
invalid: không_hợp_lệ
trash: rác đơn_rác
fake: giả ảo đơn_ảo giả_mạo phá_đơn trêu_đùa đùa
test: thử đơn_thử đơn_test
duplicate: trùng trùng_đơn đơn_trùng trùng_lặp trùng_số bị_trùng trùng_sđt trùng_khách
geo: quốc_gia khu_vực nước
language: ngôn_ngữ
data: thông_tin
elsewhere: đặt_bên_khác bên_khác mua_bên_khác mua_chỗ_khác đặt_chỗ_khác mua_nơi_khác đã_mua_bên_khác nơi_khác
ordered: đặt_hàng đặt mua đặt_mua
expensive: đắt giá_cao đắt_quá chê_đắt quá_đắt mắc mắc_quá giá_đắt chê_giá giá_quá_cao chê_giá_cao
money: tiền
mind: đổi_ý thay_đổi_ý_định
interest: quan_tâm
need: nhu_cầu
notinterested: không_muốn không_muốn_mua không_mua không_cần không_có_nhu_cầu hết_nhu_cầu không_lấy
notinterested: không_lấy_nữa không_mua_nữa
fraud: gian_lận lừa_đảo
suspicion: nghi_ngờ nghi
blacklist: danh_sách_đen
consult: tư_vấn hỏi_thông_tin hỏi_thăm
timer: hết_hạn quá_hạn
goods: sản_phẩm kiện_hàng
confirm: xác_nhận đã_xác_nhận được_xác_nhận đã_chốt đồng_ý_mua
confirming: đang_xác_nhận
approve: duyệt_đơn đã_duyệt được_duyệt phê_duyệt đã_phê_duyệt đã_được_duyệt
accept: chấp_nhận được_chấp_nhận đã_chấp_nhận đã_nhận_đơn
success: chốt_đơn chốt đơn_chốt
pack: đóng_gói đang_đóng_gói chuẩn_bị đang_chuẩn_bị chuẩn_bị_hàng đã_đóng_gói chuẩn_bị_trong_tiến_trình
pack: đang_chuẩn_bị_hàng
ready: sẵn_sàng
send: chờ_gửi_hàng chờ_giao_hàng chờ_chuyển_hàng chờ_giao chờ_lấy_hàng sẵn_sàng_giao chờ_gửi
sent: đã_gửi đã_gửi_hàng gửi_hàng đã_chuyển_hàng đã_giao_vận_chuyển đã_xuất_kho đã_gửi_đi đã_chuyển
sent: đã_vận_chuyển
transit: đang_giao đang_giao_hàng đang_vận_chuyển vận_chuyển trên_đường đang_chuyển đang_chuyển_hàng
transit: đang_đi_giao
delivered: đã_giao đã_giao_hàng giao_thành_công giao_hàng_thành_công đã_phát phát_thành_công đã_nhận_hàng
delivered: nhận_hàng_thành_công
receive: nhận_hàng nhận
paid: đã_thanh_toán đã_thu_tiền thu_tiền đã_trả_tiền thanh_toán_thành_công đã_nhận_tiền đã_đối_soát
paid: thanh_toán_được_chấp_nhận đã_nhận_thanh_toán thanh_toán_rồi
payment: thanh_toán chuyển_khoản thanh_toán_chuyển_khoản ngân_hàng trả_tiền séc tiền_mặt
complete: hoàn_thành hoàn_tất đã_hoàn_thành đã_hoàn_tất
return: hoàn hoàn_hàng đã_hoàn chuyển_hoàn trả_hàng đang_hoàn trả_lại hàng_hoàn đã_trả_hàng đã_chuyển_hoàn
return: hoàn_đơn đã_hoàn_hàng hoàn_về bom_hàng đang_chuyển_hoàn hoàn_trả
refund: hoàn_tiền đã_hoàn_tiền hoàn_lại_tiền
undelivered: giao_không_thành_công giao_thất_bại không_nhận_hàng khách_không_nhận không_giao_được
undelivered: giao_hàng_thất_bại
fail: thất_bại
deleted: đã_xóa xóa đã_xoá xoá bị_xóa
other: khác
recipient: người_nhận
`;
