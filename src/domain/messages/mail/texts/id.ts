import type { Texts } from './en.ts';

export const id: Texts = {
  greeting: 'Halo {name},',
  greetingNobody: 'Halo,',
  closing: 'Selamat jalan!',
  confirmationSubject: 'Data seluler Anda sudah siap',
  confirmationIntro: '{count, plural, other {# paket data untuk perjalanan Anda sudah menunggu.}}',
  howToInstall:
    'Buka aplikasi dan instal eSIM sebelum berangkat, selagi ada Wi-Fi. Hanya perlu beberapa menit.',
  howToUseCode:
    '{count, plural, other {Buka tautan di ponsel atau masukkan kode di aplikasi untuk mendapatkan eSIM Anda.}}',
  howToClaim: 'Buka tautan dan masukkan alamat email Anda: kode akan dikirim lewat email.',
  claimSubject: 'Kode data seluler Anda',
  claimIntro:
    'Ini kode Anda. Buka tautan di ponsel atau masukkan kode di aplikasi, dan eSIM Anda terpasang dalam beberapa menit.',
  reminderSubject: 'Sebentar lagi berangkat: sudah siapkah eSIM Anda?',
  reminderSubjectInstalled: 'Sebentar lagi berangkat: eSIM Anda sudah siap',
  reminderOn: 'Perjalanan Anda dimulai pada {date}.',
  reminderSoon: 'Perjalanan Anda segera dimulai.',
  reminderToInstall: 'eSIM belum ada di ponsel Anda. Instal sebelum berangkat, selagi ada Wi-Fi.',
  reminderToUseCode:
    '{count, plural, other {# kode Anda belum digunakan. Gunakan sebelum berangkat, selagi ada Wi-Fi.}}',
  reminderInstalled: 'eSIM sudah ada di ponsel Anda.',
  onArrival:
    'Setibanya di tujuan, pilih eSIM untuk data seluler dan aktifkan roaming data untuk eSIM tersebut.',
  lowSubject: '{percent} paket data Anda sudah terpakai',
  lowIntro: 'Anda sudah memakai {percent} dari paket data Anda.',
  lowLeft: 'Sisa: {size}.',
  lowMore: 'Di aplikasi Anda dapat melihat sisanya dan menambah data.',
  usedUpSubject: 'Paket data Anda sudah habis',
  usedUpIntro: 'Anda sudah memakai seluruh paket data Anda.',
  expiringSubject: 'Paket data Anda segera berakhir',
  expiringIntro: 'Anda dapat memakai paket data sampai {moment}.',
  expiringSoon: 'Paket data Anda segera berakhir.',
  anyDestination: 'Tujuan pilihan Anda',
  countries: 'Berlaku di: {countries}',
  unlimited: 'Data tanpa batas',
  days: '{days, plural, other {# hari sejak penggunaan pertama}}',
  departure: 'Keberangkatan: {date}',
  code: 'Kode Anda',
  validUntil: 'Berlaku sampai {date}',
  useCode: 'Gunakan kode',
  getCode: 'Dapatkan kode',
  passOn:
    'Untuk orang yang bepergian dengan Anda? Lewat tautan ini kode dikirim kepadanya melalui email:',
  colon: '{label}:',
  scan: 'Membaca ini di komputer? Pindai gambar ini dengan ponsel Anda.',
  qrAlt: 'Kode QR yang membuka aplikasi dengan kode {code}',
  installEsim: 'Instal eSIM',
  openApp: 'Buka aplikasi',
  howToInstallHere:
    'Buka tautan di bawah pada ponsel dan instal eSIM sebelum berangkat, selagi ada Wi-Fi. Hanya perlu beberapa menit.',
  howToUseCodeHere: '{count, plural, other {Buka tautan di ponsel untuk mendapatkan eSIM Anda.}}',
  claimIntroHere:
    'Ini kode Anda. Buka tautan di ponsel, dan eSIM Anda terpasang dalam beberapa menit.',
  lowMoreHere: 'Lewat tautan di bawah Anda dapat melihat sisanya.',
  openEsim: 'Tampilkan eSIM saya',
  readySubject: 'Tautan ke eSIM Anda',
  readyIntro:
    'Dengan tautan ini Anda menginstal eSIM dan melihat sisa data. Buka di ponsel yang Anda bawa bepergian, dan jangan bagikan kepada orang lain.',
  receiptSubject: 'Bukti pembayaran Anda',
  receiptIntro: 'Terima kasih atas pembelian Anda. Anda membayar {amount}, termasuk pajak.',
  receiptNumber: 'Nomor pembelian: {number}',
  receiptSeller: 'Dijual oleh {seller}',
  refundedSubject: 'Uang Anda sedang dikembalikan',
  refundedIntro:
    'Kami mengembalikan {amount} melalui cara pembayaran Anda. Prosesnya bisa memakan waktu hingga sepuluh hari.',

  whyTrip: 'Anda menerima email ini dari {partner} karena perjalanan Anda.',
  whyClaim:
    'Anda menerima email ini dari {partner} karena ada permintaan kode dengan alamat ini. Jika bukan Anda yang meminta, abaikan saja.',
  whyPurchase: 'Anda menerima email ini dari {partner} karena pembelian Anda.',
};
