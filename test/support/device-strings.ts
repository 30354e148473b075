/**
 * What apps and people really say of their phones, and what has to come out: `brand|model|answer`.
 * The answer is `+` (listed, has an eSIM), `-` (listed, has none), `~` (inferred) or `?` (unknown,
 * so false), and where it matters the name.
 */
export const STRINGS = `
Xiaomi|25113PN0EG|+Xiaomi 17
OPPO|CPH2797|+Oppo Find X9
vivo|V2515|+Vivo X300
OnePlus|CPH2747|+OnePlus 15
motorola|XT2553-2|+Motorola Razr 60
Sony|XQ-GE54|+Sony Xperia 10 VII
Sony|XQ-HA54|~
samsung|SC-51F|+Samsung Galaxy S25
samsung|SCG31|+Samsung Galaxy S25
Sony|SO-51F|+Sony Xperia 1 VII
Google|GUR25|+Google Pixel 9
Google|G9ZZ9|~
Google|GTU8P|-Google Pixel Tablet
Apple|A2633|+Apple iPhone 13
Apple|A2634|-Apple iPhone 13
Apple|iPhone 13 (A2634)|-Apple iPhone 13
Apple|iPhone 13 (A2633)|+Apple iPhone 13
|A3092|-Apple iPhone 15
Apple|A3517|+Apple iPhone Air
Apple|A1901|-Apple iPhone X
Apple|A2602|-
Apple|A2603|+
Google|Pixel 10|+Google Pixel 10
google|Pixel 10 Pro XL|+Google Pixel 10 Pro XL
Google|Pixel 10 Pro Fold|+
Google|Google Pixel 8a|+Google Pixel 8a
|Google Pixel 9 Pro|+Google Pixel 9 Pro
GOOGLE|PIXEL 6A|+Google Pixel 6a
google|pixel 7pro|+Google Pixel 7 Pro
Google|Pixel 4a 5G|+Google Pixel 4a (5G)
Google|Pixel 5a 5G|+Google Pixel 5a
Google|GVU6C|+Google Pixel 7
Google|Pixel 3|+Google Pixel 3
Google|G013B|-
Google|Pixel|-Google Pixel
Google|Pixel XL|-Google Pixel XL
Google|Pixel Tablet|-
Google|Pixel 11|~Google Pixel 11
Google|Pixel 11 Pro XL|~Google Pixel 11 Pro XL
Google|Pixel 12a|~Google Pixel 12a
Google|Nexus 5X|?
Google|sdk_gphone64_x86_64|?
samsung|SM-S921B|+Samsung Galaxy S24
samsung|SM-S921B/DS|+Samsung Galaxy S24
Samsung|SAMSUNG SM-S921B/DS|+Samsung Galaxy S24
samsung|sm-s928u|+Samsung Galaxy S24 Ultra
samsung|SM-S928U1|+Samsung Galaxy S24 Ultra
samsung|SM-S938B|+Samsung Galaxy S25 Ultra
samsung|SM-S931N|+Samsung Galaxy S25
samsung|SM-S911C|+Samsung Galaxy S23
samsung|SM-S711B|+Samsung Galaxy S23 FE
samsung|SM-S901E|+Samsung Galaxy S22
samsung|SM-S901N|-
samsung|SM-F946B|+Samsung Galaxy Z Fold5
samsung|SM-F731B|+Samsung Galaxy Z Flip5
samsung|SM-F741B|+Samsung Galaxy Z Flip6
samsung|SM-F966B|+Samsung Galaxy Z Fold7
samsung|SM-G991B|+Samsung Galaxy S21 5G
samsung|SM-G991U|-
samsung|SM-G991U1|-
samsung|SM-G998N|-
samsung|SM-G9910|-
samsung|SM-G986U|-
samsung|SM-N986U|-
samsung|SM-N986B|+Samsung Galaxy Note20 Ultra 5G
samsung|SM-G781B|-
samsung|SM-G990B2|-
samsung|SM-G973F|-Samsung Galaxy S10
samsung|SM-G960F|-
samsung|SM-N975F|-
samsung|SM-A546B|+Samsung Galaxy A54 5G
samsung|SM-A556E|+Samsung Galaxy A55 5G
samsung|SM-A366B|+
samsung|SM-A236B|+
samsung|SM-A235F|-
samsung|SM-A125F|-
samsung|SM-A515F|-
samsung|SM-A057F|?
samsung|SM-X716B|+
samsung|SM-X710|-
samsung|SM-S958B|~
samsung|SM-F976B|~
samsung|Galaxy S22 Ultra (SM-S908B)|+Samsung Galaxy S22 Ultra
samsung|Galaxy S21 (SM-G991U1)|-
|SAMSUNG-SM-S908U|+Samsung Galaxy S22 Ultra
Samsung|Galaxy S24 FE 5G|+Samsung Galaxy S24 FE
Samsung|Galaxy S26 FE|~Samsung Galaxy S26 FE
Samsung|Galaxy S99|?
Samsung|Galaxy A15 5G|?
Samsung|Galaxy Note 10 Lite|-
Google|Pixel 3aXL|+Google Pixel 3a XL
google|husky|+Google Pixel 8 Pro
Apple|iPhone 15 Pro (iPhone16,1)|+Apple iPhone 15 Pro
Apple|iphone12|+Apple iPhone 12
Apple|i Phone 12Pro Max|+Apple iPhone 12 Pro Max
HUAWEI|NOH-NX9|+Huawei Mate 40 Pro
Redmi|Redmi Note 11 Pro 4G|-
Microsoft|Surface Pro 9|?
Razer|Edge|?
docomo|SC-51D|+Samsung Galaxy S23
KDDI|SCG20|+Samsung Galaxy S23 Ultra
Samsung|Galaxy S24 Ultra 5G|+Samsung Galaxy S24 Ultra
Samsung|GALAXY S24ULTRA|+Samsung Galaxy S24 Ultra
Samsung|Samsung Galaxy S23+|+Samsung Galaxy S23+
Samsung|Galaxy S23 Plus|+Samsung Galaxy S23+
Samsung|galaxy s23 + 5G 256GB|+Samsung Galaxy S23+
Samsung|S22|+Samsung Galaxy S22
Samsung|Galaxy S20 Ultra|+Samsung Galaxy S20 Ultra
Samsung|Galaxy Note 20 Ultra 5G|+
Samsung|Galaxy Z Fold 4|+Samsung Galaxy Z Fold4
Samsung|Galaxy Z-Flip 5|+Samsung Galaxy Z Flip5
Samsung|Z Flip3|+Samsung Galaxy Z Flip3 5G
Samsung|Galaxy Fold5|+Samsung Galaxy Z Fold5
Samsung|Galaxy A54|+Samsung Galaxy A54 5G
Samsung|Galaxy A23|-Samsung Galaxy A23
Samsung|Galaxy S20 FE|-
Samsung|Galaxy S21 FE|-
Samsung|Galaxy S10 5G|-
Samsung|Galaxy S10+|-
Samsung|Galaxy S8|-
Samsung|Galaxy S28 Ultra|~Samsung Galaxy S28 Ultra
Samsung|Galaxy Z Fold9|~Samsung Galaxy Z Fold9
Samsung|Galaxy J5|?
Samsung|Galaxy M14|?
Samsung Electronics|Galaxy S25 Edge|+Samsung Galaxy S25 Edge
Samsung|iPhone 15|?
Apple|iPhone16,1|+Apple iPhone 15 Pro
Apple|iPhone16,2|+Apple iPhone 15 Pro Max
Apple|iPhone15,4|+Apple iPhone 15
Apple|iphone17,3|+Apple iPhone 16
Apple|iPhone17,5|+Apple iPhone 16e
Apple|iPhone18,3|+Apple iPhone 17
Apple|iPhone18,4|+Apple iPhone Air
Apple|iPhone14,6|+Apple iPhone SE (3rd generation)
Apple|iPhone12,8|+Apple iPhone SE (2nd generation)
Apple|iPhone11,8|+Apple iPhone XR
Apple|iPhone1,1|-Apple iPhone
Apple|iPhone10,6|-Apple iPhone X
Apple|iPhone8,4|-
Apple|iPhone9,3|-Apple iPhone 7
Apple|iPhone19,1|~
Apple|iPhone 15 pro max|+Apple iPhone 15 Pro Max
apple|IPHONE 13 MINI|+Apple iPhone 13 mini
iPhone|iPhone 14 Plus|+Apple iPhone 14 Plus
Apple|15 Pro|+Apple iPhone 15 Pro
|iPhone 11|+Apple iPhone 11
Apple|Apple iPhone XS Max 256 GB|+Apple iPhone XS Max
Apple|iPhone XR|+
Apple|iPhone 17 Pro|+
Apple|iPhone 17 Air|+Apple iPhone Air
Apple|iPhone SE (2020)|+Apple iPhone SE (2nd generation)
Apple|iPhone SE 3rd Gen|+Apple iPhone SE (3rd generation)
Apple|iPhone SE 2022|+Apple iPhone SE (3rd generation)
Apple|iPhone SE 1st generation|-
Apple|iPhone SE|?
Apple|iPhone|-Apple iPhone
Apple|iPhone X|-Apple iPhone X
Apple|iPhone 8 Plus|-
Apple|iPhone 7|-
Apple|iPhone 6s|-
Apple|iPhone 18 Pro Max|~Apple iPhone 18 Pro Max
Apple|iPhone 19|~Apple iPhone 19
Apple|iPhone 9|?
Apple|iPod touch|-
Apple|iPad13,17|+Apple iPad Air (5th generation)
Apple|iPad13,16|-Apple iPad Air (5th generation) Wi-Fi
Apple|iPad14,2|+Apple iPad mini (6th generation)
Apple|iPad16,6|+Apple iPad Pro 13-inch (M4)
Apple|iPad7,6|-
Apple|iPad Air (5th generation)|+
Apple|iPad Air 5th gen Wi-Fi + Cellular|+Apple iPad Air (5th generation)
Apple|iPad Pro (11-inch) (4th generation)|+Apple iPad Pro 11-inch (4th generation)
Apple|iPad Pro 12.9-inch (6th generation) Wi-Fi|-
Apple|iPad Wi-Fi|-
Apple|iPad (10th generation)|+
Apple|iPad 10|+
Apple|iPad Pro 11-inch (M4)|+
Apple|iPad Air 2|-
Xiaomi|2201116SG|+Xiaomi Redmi Note 11 Pro 5G
Xiaomi|22081212UG|+Xiaomi 12T Pro
Xiaomi|22071212AG|-Xiaomi 12T
Xiaomi|Xiaomi 12T|-Xiaomi 12T
Xiaomi|12T Pro|+Xiaomi 12T Pro
Xiaomi|2211133G|+Xiaomi 13
Xiaomi|24129PN74G|+Xiaomi 15
Xiaomi|Xiaomi 14T Pro 5G|+Xiaomi 14T Pro
Redmi|Redmi Note 13 Pro+ 5G|+Xiaomi Redmi Note 13 Pro+
Redmi|2201116TG|-
Redmi|Note 14 Pro|+Xiaomi Redmi Note 14 Pro
Redmi|13|?
POCO|POCO X7|+Xiaomi Poco X7
Xiaomi|Redmi Note 11 Pro|-
Xiaomi|Mi 11|-
Xiaomi|Redmi 9A|?
HUAWEI|ELS-NX9|+Huawei P40 Pro
HUAWEI|P40 Pro+|-Huawei P40 Pro+
HUAWEI|P40 Pro Plus|-Huawei P40 Pro+
HUAWEI|P30 Pro|-
HUAWEI|P60 Pro|?
HONOR|PGT-N19|+Honor Magic5 Pro
HONOR|HONOR Magic6 Pro|+Honor Magic6 Pro
HONOR|HONOR 90 5G|+Honor 90
HONOR|HONOR 50|?
OPPO|CPH2307|+Oppo Find X5
OPPO|OPPO Find X5 Pro 5G|+Oppo Find X5 Pro
OPPO|Find N3|+
OPPO|CPH2145|-
OnePlus|CPH2449|+OnePlus 11
OnePlus|OnePlus 12|+OnePlus 12
OnePlus|ONEPLUS 13R|+OnePlus 13R
OnePlus|OnePlus Open|+OnePlus Open
OnePlus|OnePlus 8|?
motorola|moto razr 40 ultra|+Motorola Razr 40 Ultra
motorola|motorola razr 40 ultra|+Motorola Razr 40 Ultra
motorola|XT2321-1|+Motorola Razr 40 Ultra
motorola|motorola edge 40 neo|+Motorola Edge 40 Neo
motorola|moto g84 5G|+Motorola Moto G84
motorola|moto g(54) 5G|+Motorola Moto G54 5G
motorola|Razr+ 2024|+Motorola Razr+ 2024
motorola|razr plus 2024|+Motorola Razr+ 2024
motorola|moto g power (2024)|?
motorola|moto e7|?
Sony|XQ-DQ72|+Sony Xperia 1 V
Sony|Xperia 10 IV|+
Sony|XPERIA 5 V|+
Sony|SO-51D|+Sony Xperia 1 V
Sony|XQ-BC72|-
Sony|Xperia 1 Mark V|+Sony Xperia 1 V
Sony|Xperia 1 IX|~Sony Xperia 1 IX
Nothing|A024|+Nothing Phone (3)
Nothing|Nothing Phone (3a) Pro|+Nothing Phone (3a) Pro
Nothing|Phone 2|-Nothing Phone (2)
Fairphone|FP5|+Fairphone 5
Fairphone|Fairphone 4|+Fairphone 4
Fairphone|Fairphone 4 5G|+Fairphone 4
vivo|V2309|+Vivo X100 Pro
vivo|vivo X200 Pro|+Vivo X200 Pro
vivo|vivo 1904|?
realme|realme GT 7|+
realme|RMX5070|+
Nokia|Nokia X30 5G|+Nokia X30 5G
Nokia|Nokia XR21|+
Nokia|3310|?
ASUS|ROG Phone 9|+
Rakuten|C330|+
SHARP|AQUOS sense7|+
Microsoft|Surface Duo 2|+
Microsoft|Surface Pro 9 5G|+
Microsoft|Surface Pro 9 Wi-Fi|-
Lenovo|ThinkPad X1 Carbon Gen 11|+
Lenovo|ThinkPad X1 Carbon 11th Gen|+
TCL|50 5G|+
TCL|50|?
unknown|Galaxy S23|+Samsung Galaxy S23
unknown|12|?
|SM-S926B|+Samsung Galaxy S24+
|SM-G991U|-
|SM-S958B|~
|CPH2449|+OnePlus 11
|XT2321-3|+Motorola Razr 40 Ultra
Rakuten|SM-S911C|+Samsung Galaxy S23
Google|Pixel 1|-Google Pixel
generic|Android|?
Blackview|A55|?
`
  .trim()
  .split('\n')
  .map((line) => {
    const [brand, model, answer] = line.split('|') as [string, string, string];
    return { brand, model, sign: answer[0]!, device: answer.slice(1) };
  });
