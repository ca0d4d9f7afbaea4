/**
 * Characters with which names of Kazakhs and Uyghurs are written in Chinese, by their pinyin: the tables of sounds that Xinjiang's own rules of transcription use (《维吾尔语人名汉字音译转写规则》 and its
 * Kazakh sister), and what is seen in identity documents beside them. A character of two readings has the one of transcriptions. No character outside is read.
 */
const TABLE = `
a 阿啊 ai 艾爱埃 an 安 ang 昂 ao 奥敖傲 ba 巴芭 bai 拜白柏 ban 班般 bang 邦 bao 包宝保 bei 贝北 ben 本 bi 比毕别璧碧 bie 别 bin 宾斌 bo 波博伯 bu 布不卜步
cai 才 can 灿 chang 昌 chao 朝超 che 车 chen 陈 cheng 成 chi 齐池 chu 楚 chuan 川 ci 茨次 cui 翠 da 达大塔 dai 代戴 dan 丹旦 dang 当 dao 道刀 de 德得 deng 登 di 迪地底狄 dian 典
ding 丁 dong 东冬 dou 都斗 du 杜独都堵 duan 端 dun 敦顿 duo 多朵 e 俄额厄鄂 en 恩 er 尔儿耳二 fa 法发 fan 凡范 fang 方 fei 菲费非飞 fen 芬 feng 峰丰 fu 夫福甫弗富伏 ga 尕嘎噶 gai 盖
gan 甘干 gang 刚岗 gao 高 ge 格戈葛 gen 根 gong 贡宫 gou 苟 gu 古谷姑固 gua 瓜 guan 关 gui 桂 guo 果国 ha 哈 hai 海孩 han 汗罕汉翰 hang 航 hao 豪浩 he 合河赫贺和 hei 黑 hong 洪红
hou 侯 hu 胡呼虎湖护 hua 华花 huan 欢 huo 霍火 ji 吉基济及季 jia 加佳贾家嘉 jian 建健 jiang 江姜疆 jiao 焦 jie 杰吉 jin 金津锦 jing 精京晶 jiu 久 ju 居举菊巨 juan 娟 jue 觉 jun 君军
ka 卡喀 kai 凯开 kan 坎堪 kang 康抗 kao 考 ke 克柯科可客 ken 肯 keng 坑 kong 孔 ku 库苦 kua 夸 kuan 宽 kui 奎 kun 昆坤 kuo 阔 la 拉喇腊 lai 来莱赖 lan 兰蓝 lang 朗郎 lao 劳老 le 勒乐
lei 雷 leng 冷 li 力里丽利立黎理莉李 lia 俩 lian 连 liang 良 lie 列烈 lin 林琳 ling 灵 liu 柳刘 long 龙隆 lou 娄 lu 鲁路卢禄露 luan 鸾 lun 伦 luo 罗洛 lü 吕律 ma 马玛麻 mai 买麦迈 man 曼满
mang 芒 mao 毛茂 mei 梅美 men 门 meng 蒙孟 mi 米密 mian 绵 mie 灭 min 民敏 ming 明 mo 莫末默 mu 木姆穆慕 na 那娜纳 nai 乃奈 nan 南楠 nao 瑙 ne 讷 nei 内 neng 能 ni 尼妮 nian 年 nie 聂
ning 宁 niu 牛 nong 农 nu 努奴 nü 女 nuo 诺 ou 欧偶 pa 帕怕 pai 派 pan 潘盘 pei 佩裴 peng 彭 pi 皮毗 ping 平 po 坡 pu 普蒲 qi 其奇齐切 qia 恰 qian 钱 qiang 强 qiao 乔 qie 切 qin 秦
qing 青庆 qiong 琼 qiu 秋 qu 曲 quan 全 ran 然冉 rang 让 rao 饶 re 热惹 ren 仁 ri 日 rou 柔 ru 如茹 ruan 阮 rui 瑞 run 润 ruo 若 sa 萨撒 sai 赛塞 san 桑散三 sang 桑 se 色瑟 sen 森 sha 沙莎夏
shan 山珊 shang 尚 shao 少邵 she 社舍谢 shen 申 sheng 生胜 shi 什实石史师士 shu 舒树 shuai 帅 shuang 双 shun 顺 si 斯丝司思四 song 松 su 苏素 suan 算 sui 绥 sun 孙逊 suo 索 ta 塔他 tai 台泰太
tan 坦谈 tang 唐 tao 陶 te 特 ti 提梯 tian 天田 tie 铁帖 ting 婷 tong 同 tu 图吐土 tuan 团 tui 推 tun 吞 tuo 托拖 wa 瓦娃 wai 外 wan 万婉 wang 旺王 wei 维为威卫魏 wen 文温 weng 翁 wo 沃 wu 乌吾武吴
xi 西希喜锡 xia 夏霞 xian 先 xiang 相 xiao 肖 xie 谢协 xin 新欣辛 xing 星兴 xiu 秀 xu 许旭 xuan 宣 xue 雪 xun 逊 ya 亚雅牙娅 yan 燕延颜 yang 杨洋 yao 姚 ye 叶也耶野 yi 依伊衣义以益 yin 因殷
ying 英 yong 永 you 尤优 yu 玉于郁宇予 yuan 元 yue 月 yun 云 za 扎匝 zai 再载 zan 赞 zao 早 ze 泽则 zeng 增 zha 扎 zhai 宅 zhan 占詹 zhang 张 zhe 哲者 zhen 珍 zheng 正 zhi 志芝 zhu 朱珠 zhuan 专
zi 孜兹子紫资 zong 宗 zu 祖 zuo 佐
`;

const PINYIN: ReadonlyMap<string, string> = new Map(
  TABLE.trim()
    .split(/\s+/)
    .reduce<Array<readonly [string, string]>>((pairs, entry, i, all) => {
      return i % 2 === 0 ? pairs : [...pairs, ...[...entry].map((character) => [character, all[i - 1]!] as const)];
    }, [])
    .reverse(),
);

/** The syllables of those characters that the table has, in order. */
export const pinyinOf = (characters: string): string[] => [...characters].flatMap((character) => PINYIN.get(character) ?? []);
