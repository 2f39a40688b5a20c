export const indonesian = `
neg: tidak belum bukan tanpa tdk blm tak
of: terlalu sangat sudah telah yang di ke dari oleh untuk dengan dan atau pelanggan pesanan pembeli customer
of: lead status masih konsumen orderan ini itu via sdh
modal: akan bisa mau mungkin hampir sebagian harus perlu jika bila permintaan percobaan ingin minta
time: besok hari jam minggu lusa pagi sore malam
later: nanti ditunda kemudian
again: lagi kembali ulang
new: baru pesanan_baru
registered: terdaftar
process: proses diproses sedang_diproses dalam_proses pemrosesan ragu pikir_pikir dipertimbangkan dikerjakan
process: verifikasi pengecekan diperiksa sedang_berlangsung sedang pertimbangan
wait: menunggu tunggu tertunda menanti
hold: ditahan dibekukan
callback: telepon_kembali hubungi_kembali telpon_lagi hubungi_lagi telepon_lagi telepon_ulang dihubungi_kembali
callback: telpon_kembali hubungi_nanti telepon_nanti
call: telepon telpon panggilan
busy: sibuk nada_sibuk
voicemail: kotak_suara pesan_suara mailbox_penuh
noanswer: direject ditolak_panggilan tidak_ada_jawaban panggilan_tidak_terjawab tak_terjawab
answer: diangkat menjawab dijawab angkat merespon respon jawaban jawab terjawab mengangkat
reach: dihubungi terhubung tersambung
unreachable: di_luar_jangkauan luar_jangkauan nomor_tidak_aktif no_tidak_aktif hp_tidak_aktif tidak_aktif
unreachable: nomor_mati hp_mati
cancel: batal dibatalkan membatalkan pembatalan ditolak menolak tolak cancel_order batalkan tertolak
invalid: tidak_valid tidak_sah
wrong: salah keliru
wrongnumber: salah_sambung
trash: sampah
fake: palsu iseng fiktif
test: tes uji_coba
duplicate: duplikat dobel ganda double_order order_ganda pesanan_ganda dupikat
number: nomor nomer no_hp nomor_hp nomor_telepon hp
exist: terpasang
geo: negara wilayah lokasi daerah
language: bahasa
speak: mengerti paham bicara
elsewhere: di_tempat_lain tempat_lain toko_lain beli_di_tempat_lain
ordered: memesan membeli merasa_pesan order_barang merasa_order beli
expensive: mahal kemahalan terlalu_mahal harga_mahal
money: uang dana
lacking: kurang
mind: berubah_pikiran
interest: tertarik minat berminat
need: butuh
fraud: penipuan penipu
suspicion: dicurigai indikasi
blacklist: daftar_hitam
consult: konsultasi tanya_tanya
timer: kedaluwarsa kadaluarsa
goods: barang produk paket
suit: cocok
confirm: dikonfirmasi terkonfirmasi
confirming: konfirmasi mengkonfirmasi
approve: disetujui setuju_order
approving: persetujuan
success: deal closing terjual
pack: dikemas pengemasan dipacking persiapan sedang_dikemas sedang_disiapkan disiapkan dipersiapkan
pack: dalam_persiapan persiapan_dalam_proses sedang_dalam_persiapan persiapan_sedang_berlangsung
ready: siap
shipping: pengiriman_barang
send: siap_kirim siap_dikirim menunggu_pengiriman
sent: dikirim dikirimkan
transit: dalam_pengiriman dalam_perjalanan pengiriman sedang_dikirim diantar sedang_diantar
delivered: terkirim sampai sampai_tujuan tiba telah_diterima barang_telah_diterima barang_diterima
delivered: paket_diterima sudah_diterima diantarkan paket_telah_diterima
paid: lunas dibayar terbayar pembayaran_diterima pembayaran_berhasil sudah_bayar telah_dibayar bayar_lunas
paid: pembayaran_lunas pembayaran_dikonfirmasi
payment: pembayaran transfer_bank bayar cek bank
complete: selesai
return: dikembalikan retur pengembalian diretur retur_barang kembali_ke_pengirim
refund: pengembalian_dana pengembalian_uang
undelivered: gagal_kirim gagal_dikirim gagal_antar pengiriman_gagal tidak_sampai
sender: pengirim
deleted: dihapus terhapus
delivery: pengantaran
recipient: penerima
other: lain
`;
