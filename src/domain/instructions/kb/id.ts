import type { Language } from './en.ts';

export const id: Language = {
  areMenusUnchecked: true,
  menus: {
    iosSettings: 'Pengaturan',
    iosCellular: 'Seluler',
    iosAddEsim: 'Tambah eSIM',
    iosUseQr: 'Gunakan Kode QR',
    iosManual: 'Masukkan Detail Secara Manual',
    iosRoaming: 'Roaming Data',
    iosData: 'Data Seluler',
    androidSettings: 'Setelan',
    androidNetwork: 'Jaringan & internet',
    androidSims: 'SIM',
    androidAddSim: 'Tambahkan SIM',
    androidRoaming: 'Roaming',
    androidApn: 'Nama titik akses',
    samsungConnections: 'Koneksi',
    samsungSimManager: 'Manajer SIM',
    samsungAddEsim: 'Tambah eSIM',
    samsungNetworks: 'Jaringan seluler',
    samsungRoaming: 'Roaming data',
    samsungData: 'Data seluler',
  },
  steps: {
    waitForEsim:
      'eSIM Anda belum siap. Buka lagi aplikasi sebentar lagi; instalasi dimulai di sana.',
    checkEid:
      'Buka aplikasi telepon dan tekan *#06#. Jika muncul EID, perangkat Anda mendukung eSIM.',
    checkUnlocked:
      'Pastikan perangkat tidak terkunci pada satu operator. Toko tempat Anda membelinya dapat memberi tahu.',
    wifi: 'Sambungkan ke Wi-Fi. Lakukan di rumah sebelum berangkat.',
    tapInstall: 'Ketuk “{install}” di perangkat itu sendiri.',
    open: 'Buka {path}.',
    choose: 'Pilih {path}.',
    chooseEsim: 'Jika ditanya, pilih eSIM, bukan kartu SIM.',
    scan: 'Pindai kode QR di bawah. Kode harus berada di layar lain atau di kertas.',
    enter: 'Masukkan alamat SM-DP+ dan kode aktivasi di bawah.',
    chooseEnter: 'Pilih memasukkan kode secara manual alih-alih memindai.',
    confirm:
      'Konfirmasikan dan tunggu sampai perangkat memberi tahu bahwa eSIM telah ditambahkan. Perlu satu hingga dua menit.',
    otherWay: 'Tidak terjadi apa-apa? Buka {path} dan gunakan kode QR atau kode-kode di bawah.',
    nameLine: 'Beri nama jalur baru “Perjalanan” agar mudah dikenali.',
    keepLine: 'Tetap gunakan jalur biasa Anda untuk panggilan dan pesan.',
    turnOn: 'Buka {path} dan aktifkan jalur baru. Tombolnya kini berwarna.',
    useForData: 'Buka {path} dan pilih jalur baru untuk data seluler.',
    roamingOn:
      'Buka {path}, pilih jalur baru, dan aktifkan {toggle}. Tanpa itu tidak ada data di luar negeri.',
    homeRoamingOff: 'Biarkan roaming data jalur biasa Anda nonaktif agar tidak kena biaya.',
    arrive:
      'Setelah mendarat, tunggu hingga lima menit. Nama jaringan serta 4G atau 5G akan muncul.',
    keepEsim:
      'Jangan hapus eSIM, meskipun datanya sudah habis. Biasanya eSIM hanya dapat diinstal satu kali.',
    flightMode: 'Aktifkan mode pesawat, tunggu sepuluh detik, lalu nonaktifkan.',
    restart: 'Mulai ulang perangkat.',
    network:
      'Biarkan perangkat memilih jaringan secara otomatis. Jika tidak menemukannya, pilih jaringan lain secara manual.',
    checkData:
      'Lihat di aplikasi apakah masih ada data dan apakah paket Anda mencakup negara tempat Anda berada.',
    apn: 'Buka {path}, pilih jalur baru, lalu {toggle}. Jangan ubah apa pun di sana; jika daftarnya kosong, tanyakan nama yang benar.',
    saver: 'Nonaktifkan penghemat data dan mode data rendah, lalu hentikan unduhan besar.',
    coverage: 'Pindah ke tempat lain, dekat jendela atau di luar ruangan, lalu coba lagi.',
    update: 'Instal versi terbaru sistem operasi, lalu coba lagi.',
    cleanQr:
      'Tampilkan kode QR yang besar dan terang, lalu pindai dari layar lain. Jangan gunakan fotonya.',
    codeOnce:
      'Kode hanya berfungsi satu kali. Buka {path} dan lihat apakah eSIM sudah ada di sana; lalu aktifkan.',
    removed:
      'eSIM sudah dihapus dari perangkat ini. Jangan gunakan lagi kode lama; biasanya kode itu tidak berfungsi lagi.',
    askNew: 'Minta eSIM baru kepada {partner}. Paket yang masih berlaku tidak hilang.',
    otherDevice:
      'Instal eSIM di ponsel, bukan di perangkat ini. Buka petunjuk ini di ponsel atau pindai kode QR dengan ponsel.',
    help: 'Masih tidak berfungsi? Tanyakan kepada {partner}. Sebutkan perangkat Anda dan pesan yang muncul.',
  },
  words: {
    titleInstall: 'Instal eSIM Anda',
    titleWait: 'Bersiap untuk eSIM Anda',
    titleUse: 'Gunakan eSIM Anda',
    titleTrouble: 'Atasi masalah',
    titleRemoved: 'eSIM Anda sudah dihapus',
    install: 'Instal eSIM',
    smdp: 'Alamat SM-DP+',
    confirmation: 'Kode konfirmasi',
    code: 'Kode aktivasi',
    qr: 'Kode QR yang menginstal eSIM',
  },
};
